<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology">
  <pipe>
    <rasterrenderer type="singlebandpseudocolor" band="1" opacity="0.8" alphaBand="-1" nodataColor="" classificationMin="0.005" classificationMax="0.1">
      <rasterTransparency/>
      <rastershader>
        <colorrampshader colorRampType="DISCRETE" classificationMode="1" clip="0" minimumValue="0.005" maximumValue="0.1" labelPrecision="4">
          <item alpha="255" color="#fcfdbf" value="0.005" label="up to 0.005 µg/m³"/>
          <item alpha="255" color="#feaa74" value="0.01" label="0.005 - 0.01 µg/m³"/>
          <item alpha="255" color="#ec585f" value="0.02" label="0.01 - 0.02 µg/m³"/>
          <item alpha="255" color="#aa327c" value="0.05" label="0.02 - 0.05 µg/m³"/>
          <item alpha="255" color="#62197f" value="0.1" label="0.05 - 0.1 µg/m³"/>
          <item alpha="255" color="#1b1043" value="inf" label="above 0.1 µg/m³"/>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <brightnesscontrast brightness="0" contrast="0" gamma="1"/>
    <rasterresampler maxOversampling="2"/>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
