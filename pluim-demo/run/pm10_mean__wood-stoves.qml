<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology">
  <pipe>
    <rasterrenderer type="singlebandpseudocolor" band="1" opacity="0.8" alphaBand="-1" nodataColor="" classificationMin="0.15" classificationMax="40">
      <rasterTransparency/>
      <rastershader>
        <colorrampshader colorRampType="DISCRETE" classificationMode="1" clip="0" minimumValue="0.15" maximumValue="40" labelPrecision="4">
          <item alpha="255" color="#fcfdbf" value="0.15" label="up to 0.15 µg/m³"/>
          <item alpha="255" color="#fec286" value="0.45" label="0.15 - 0.45 µg/m³"/>
          <item alpha="255" color="#fb8660" value="1.5" label="0.45 - 1.5 µg/m³"/>
          <item alpha="255" color="#e44f63" value="4.5" label="1.5 - 4.5 µg/m³"/>
          <item alpha="255" color="#b43679" value="15" label="4.5 - 15 µg/m³"/>
          <item alpha="255" color="#802581" value="20" label="15 - 20 µg/m³: above who-2021"/>
          <item alpha="255" color="#4e117b" value="40" label="20 - 40 µg/m³: above eu-2030"/>
          <item alpha="255" color="#1b1043" value="inf" label="above 40 µg/m³: above in-force"/>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <brightnesscontrast brightness="0" contrast="0" gamma="1"/>
    <rasterresampler maxOversampling="2"/>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
