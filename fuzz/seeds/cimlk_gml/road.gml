<c:FeatureCollectionIMLK xmlns:c="http://cimlk.nl/1.0" xmlns:gml="http://www.opengis.net/gml/3.2"><c:featureMember>
<c:Wegdeel><c:identificatie>a</c:identificatie><c:straatnaam>Dorpsstraat</c:straatnaam><c:rekenmethode>SRM1</c:rekenmethode><c:wegsoort>c</c:wegsoort><c:maximumsnelheid>50</c:maximumsnelheid><c:tunnelfactor>1</c:tunnelfactor>
<c:verkeersgegevens><c:Verkeersgegevens><c:voertuigtype>l</c:voertuigtype><c:intensiteit>1200</c:intensiteit><c:stagnatiefactor>0.1</c:stagnatiefactor></c:Verkeersgegevens></c:verkeersgegevens>
<c:geometrie><gml:LineString srsName="urn:ogc:def:crs:EPSG::28992"><gml:posList>148000 510000 148200 510050</gml:posList></gml:LineString></c:geometrie>
</c:Wegdeel></c:featureMember></c:FeatureCollectionIMLK>
