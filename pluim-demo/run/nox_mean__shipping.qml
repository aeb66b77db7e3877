<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology">
  <pipe>
    <rasterrenderer type="singlebandpseudocolor" band="1" opacity="0.8" alphaBand="-1" nodataColor="" classificationMin="0.2" classificationMax="5">
      <rasterTransparency/>
      <rastershader>
        <colorrampshader colorRampType="DISCRETE" classificationMode="1" clip="0" minimumValue="0.2" maximumValue="5" labelPrecision="4">
          <item alpha="255" color="#fcfdbf" value="0.2" label="up to 0.2 µg/m³"/>
          <item alpha="255" color="#feaa74" value="0.5" label="0.2 - 0.5 µg/m³"/>
          <item alpha="255" color="#ec585f" value="1" label="0.5 - 1 µg/m³"/>
          <item alpha="255" color="#aa327c" value="2" label="1 - 2 µg/m³"/>
          <item alpha="255" color="#62197f" value="5" label="2 - 5 µg/m³"/>
          <item alpha="255" color="#1b1043" value="inf" label="above 5 µg/m³"/>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <brightnesscontrast brightness="0" contrast="0" gamma="1"/>
    <rasterresampler maxOversampling="2"/>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
