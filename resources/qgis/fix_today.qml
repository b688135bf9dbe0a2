<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling|MapTips" labelsEnabled="0">
  <renderer-v2 type="singleSymbol" forceraster="0" symbollevels="0" enableorderby="0">
   <symbols>
    <symbol type="marker" name="0" alpha="1" clip_to_extent="1">
      <layer class="SimpleMarker" pass="0" locked="0" enabled="1">
       <Option type="Map">
        <Option name="name" value="circle" type="QString"/>
        <Option name="color" value="43,108,176,255" type="QString"/>
        <Option name="outline_color" value="43,108,176,255" type="QString"/>
        <Option name="outline_width" value="0.4" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
        <Option name="size" value="1.2" type="QString"/>
        <Option name="size_unit" value="MM" type="QString"/>
       </Option>
      </layer>
    </symbol>
   </symbols>
  </renderer-v2>
  <mapTip>[% member %]&lt;br>[% ts %]</mapTip>
  <layerGeometryType>0</layerGeometryType>
</qgis>
