<?xml version="1.0" encoding="UTF-8"?>
<imaer:FeatureCollectionCalculator xmlns:imaer="http://imaer.aerius.nl/6.0" xmlns:gml="http://www.opengis.net/gml/3.2" gml:id="NL.IMAER.Collection">
  <imaer:featureMember>
    <imaer:EmissionSource sectorId="1800" gml:id="ES.1">
      <imaer:label>boiler</imaer:label>
      <imaer:emissionSourceCharacteristics><imaer:EmissionSourceCharacteristics>
        <imaer:heatContent><imaer:SpecifiedHeatContent><imaer:value>0</imaer:value></imaer:SpecifiedHeatContent></imaer:heatContent>
        <imaer:emissionHeight>12</imaer:emissionHeight>
      </imaer:EmissionSourceCharacteristics></imaer:emissionSourceCharacteristics>
      <imaer:geometry><imaer:EmissionSourceGeometry><imaer:GM_Point>
        <gml:Point srsName="urn:ogc:def:crs:EPSG::28992" gml:id="ES.1.POINT"><gml:pos>148100 510250</gml:pos></gml:Point>
      </imaer:GM_Point></imaer:EmissionSourceGeometry></imaer:geometry>
      <imaer:emission><imaer:Emission substance="NOX"><imaer:value>75</imaer:value></imaer:Emission></imaer:emission>
    </imaer:EmissionSource>
  </imaer:featureMember>
</imaer:FeatureCollectionCalculator>
