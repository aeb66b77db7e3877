<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology">
  <pipe>
    <rasterrenderer type="singlebandpseudocolor" band="1" opacity="0.8" alphaBand="-1" nodataColor="" classificationMin="0.02" classificationMax="0.16">
      <rasterTransparency/>
      <rastershader>
        <colorrampshader colorRampType="DISCRETE" classificationMode="1" clip="0" minimumValue="0.02" maximumValue="0.16" labelPrecision="4">
          <item alpha="255" color="#fcfdbf" value="0.02" label="up to 0.02 µg/m³"/>
          <item alpha="255" color="#fdc98d" value="0.04" label="0.02 - 0.04 µg/m³"/>
          <item alpha="255" color="#fd9567" value="0.06" label="0.04 - 0.06 µg/m³"/>
          <item alpha="255" color="#f1615c" value="0.08" label="0.06 - 0.08 µg/m³"/>
          <item alpha="255" color="#ce4070" value="0.1" label="0.08 - 0.1 µg/m³"/>
          <item alpha="255" color="#a02f7e" value="0.12" label="0.1 - 0.12 µg/m³"/>
          <item alpha="255" color="#742081" value="0.14" label="0.12 - 0.14 µg/m³"/>
          <item alpha="255" color="#481078" value="0.16" label="0.14 - 0.16 µg/m³"/>
          <item alpha="255" color="#1b1043" value="inf" label="above 0.16 µg/m³"/>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <brightnesscontrast brightness="0" contrast="0" gamma="1"/>
    <rasterresampler maxOversampling="2"/>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
