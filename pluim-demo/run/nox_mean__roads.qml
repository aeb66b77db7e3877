<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology">
  <pipe>
    <rasterrenderer type="singlebandpseudocolor" band="1" opacity="0.8" alphaBand="-1" nodataColor="" classificationMin="1" classificationMax="50">
      <rasterTransparency/>
      <rastershader>
        <colorrampshader colorRampType="DISCRETE" classificationMode="1" clip="0" minimumValue="1" maximumValue="50" labelPrecision="4">
          <item alpha="255" color="#fcfdbf" value="1" label="up to 1 µg/m³"/>
          <item alpha="255" color="#feb87e" value="2" label="1 - 2 µg/m³"/>
          <item alpha="255" color="#f7725c" value="5" label="2 - 5 µg/m³"/>
          <item alpha="255" color="#ce4070" value="10" label="5 - 10 µg/m³"/>
          <item alpha="255" color="#912a80" value="20" label="10 - 20 µg/m³"/>
          <item alpha="255" color="#57147d" value="50" label="20 - 50 µg/m³"/>
          <item alpha="255" color="#1b1043" value="inf" label="above 50 µg/m³"/>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <brightnesscontrast brightness="0" contrast="0" gamma="1"/>
    <rasterresampler maxOversampling="2"/>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
