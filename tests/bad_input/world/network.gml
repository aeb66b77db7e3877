<?xml version="1.0" encoding="UTF-8"?>
<imaer:FeatureCollectionCalculator xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:imaer="http://imaer.aerius.nl/6.0" xmlns:gml="http://www.opengis.net/gml/3.2" gml:id="NL.IMAER.Collection">
  <imaer:metadata>
    <imaer:AeriusCalculatorMetadata>
      <imaer:project><imaer:ProjectMetadata><imaer:year>2019</imaer:year></imaer:ProjectMetadata></imaer:project>
      <imaer:situation>
        <imaer:SituationMetadata><imaer:name>test</imaer:name><imaer:situationType>PROPOSED</imaer:situationType></imaer:SituationMetadata>
      </imaer:situation>
    </imaer:AeriusCalculatorMetadata>
  </imaer:metadata>
  <imaer:featureMember>
    <imaer:SRM1Road roadAreaType="NL" roadType="URBAN_ROAD_NORMAL" sectorId="3100" gml:id="ES.1">
      <imaer:geometry><imaer:EmissionSourceGeometry><imaer:GM_Curve>
        <gml:LineString srsName="urn:ogc:def:crs:EPSG::28992" gml:id="ES.1.CURVE"><gml:posList>130000 440000 130000 440200</gml:posList></gml:LineString>
      </imaer:GM_Curve></imaer:EmissionSourceGeometry></imaer:geometry>
      <imaer:vehicles><imaer:StandardVehicle vehicleType="LIGHT_TRAFFIC">
        <imaer:vehiclesPerTimeUnit>12000</imaer:vehiclesPerTimeUnit><imaer:timeUnit>DAY</imaer:timeUnit>
        <imaer:stagnationFactor>0</imaer:stagnationFactor><imaer:maximumSpeed>50</imaer:maximumSpeed>
      </imaer:StandardVehicle></imaer:vehicles>
    </imaer:SRM1Road>
  </imaer:featureMember>
  <imaer:featureMember>
    <imaer:SRM2Road roadAreaType="NL" roadType="FREEWAY" sectorId="3100" gml:id="ES.2">
      <imaer:geometry><imaer:EmissionSourceGeometry><imaer:GM_Curve>
        <gml:LineString srsName="urn:ogc:def:crs:EPSG::28992" gml:id="ES.2.CURVE"><gml:posList>130100 439000 130100 441000</gml:posList></gml:LineString>
      </imaer:GM_Curve></imaer:EmissionSourceGeometry></imaer:geometry>
      <imaer:vehicles><imaer:StandardVehicle vehicleType="LIGHT_TRAFFIC">
        <imaer:vehiclesPerTimeUnit>12000</imaer:vehiclesPerTimeUnit><imaer:timeUnit>DAY</imaer:timeUnit>
        <imaer:stagnationFactor>0</imaer:stagnationFactor><imaer:maximumSpeed>100</imaer:maximumSpeed>
      </imaer:StandardVehicle></imaer:vehicles>
      <imaer:partialChange><imaer:SRM2LinearReference>
        <imaer:fromPosition>0.5</imaer:fromPosition><imaer:toPosition>1</imaer:toPosition>
        <imaer:barrierLeft><imaer:RoadSideBarrier><imaer:barrierType>SCREEN</imaer:barrierType><imaer:height>4</imaer:height><imaer:distance>5</imaer:distance></imaer:RoadSideBarrier></imaer:barrierLeft>
      </imaer:SRM2LinearReference></imaer:partialChange>
    </imaer:SRM2Road>
  </imaer:featureMember>
  <imaer:featureMember>
    <imaer:NSLCalculationPoint gml:id="CP.1">
      <imaer:GM_Point><gml:Point srsName="urn:ogc:def:crs:EPSG::28992" gml:id="CP.1.POINT"><gml:pos>130010 440100</gml:pos></gml:Point></imaer:GM_Point>
      <imaer:label>school</imaer:label>
    </imaer:NSLCalculationPoint>
  </imaer:featureMember>
  <imaer:featureMember>
    <imaer:SRM1RoadDispersionLine gml:id="DL.1">
      <imaer:roadProfile>NARROW_STREET_CANYON</imaer:roadProfile>
      <imaer:treeProfile>SEPARATED</imaer:treeProfile>
      <imaer:calculationPoint xlink:href="#CP.1"/>
      <imaer:road xlink:href="#ES.1"/>
    </imaer:SRM1RoadDispersionLine>
  </imaer:featureMember>
</imaer:FeatureCollectionCalculator>
