<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology">
  <pipe>
    <rasterrenderer type="singlebandpseudocolor" band="1" opacity="0.8" alphaBand="-1" nodataColor="" classificationMin="2" classificationMax="50">
      <rasterTransparency/>
      <rastershader>
        <colorrampshader colorRampType="DISCRETE" classificationMode="1" clip="0" minimumValue="2" maximumValue="50" labelPrecision="4">
          <item alpha="255" color="#fcfdbf" value="2" label="up to 2 µg/m³"/>
          <item alpha="255" color="#feaa74" value="5" label="2 - 5 µg/m³"/>
          <item alpha="255" color="#ec585f" value="10" label="5 - 10 µg/m³"/>
          <item alpha="255" color="#aa327c" value="20" label="10 - 20 µg/m³"/>
          <item alpha="255" color="#62197f" value="50" label="20 - 50 µg/m³"/>
          <item alpha="255" color="#1b1043" value="inf" label="above 50 µg/m³"/>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <brightnesscontrast brightness="0" contrast="0" gamma="1"/>
    <rasterresampler maxOversampling="2"/>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
