<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling|MapTips" labelsEnabled="1">
  <renderer-v2 type="categorizedSymbol" attr="duty" forceraster="0" symbollevels="0" enableorderby="0">
   <categories>
    <category value="on_duty" label="在岗 on duty" symbol="0" render="true"/>
    <category value="on_break" label="休息 on break" symbol="1" render="true"/>
    <category value="off_duty" label="离岗 off duty" symbol="2" render="true"/>
    <category value="left" label="离职 left" symbol="3" render="true"/>
   </categories>
   <symbols>
    <symbol type="marker" name="0" alpha="1" clip_to_extent="1">
      <layer class="SimpleMarker" pass="0" locked="0" enabled="1">
       <Option type="Map">
        <Option name="name" value="triangle" type="QString"/>
        <Option name="color" value="10,143,78,255" type="QString"/>
        <Option name="outline_color" value="255,255,255,255" type="QString"/>
        <Option name="outline_width" value="0.4" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
        <Option name="size" value="3.4" type="QString"/>
        <Option name="size_unit" value="MM" type="QString"/>
       </Option>
      </layer>
    </symbol>
    <symbol type="marker" name="1" alpha="1" clip_to_extent="1">
      <layer class="SimpleMarker" pass="0" locked="0" enabled="1">
       <Option type="Map">
        <Option name="name" value="triangle" type="QString"/>
        <Option name="color" value="93,112,137,255" type="QString"/>
        <Option name="outline_color" value="255,255,255,255" type="QString"/>
        <Option name="outline_width" value="0.4" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
        <Option name="size" value="3" type="QString"/>
        <Option name="size_unit" value="MM" type="QString"/>
       </Option>
      </layer>
    </symbol>
    <symbol type="marker" name="2" alpha="1" clip_to_extent="1">
      <layer class="SimpleMarker" pass="0" locked="0" enabled="1">
       <Option type="Map">
        <Option name="name" value="triangle" type="QString"/>
        <Option name="color" value="111,126,146,255" type="QString"/>
        <Option name="outline_color" value="255,255,255,255" type="QString"/>
        <Option name="outline_width" value="0.4" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
        <Option name="size" value="2.6" type="QString"/>
        <Option name="size_unit" value="MM" type="QString"/>
       </Option>
      </layer>
    </symbol>
    <symbol type="marker" name="3" alpha="1" clip_to_extent="1">
      <layer class="SimpleMarker" pass="0" locked="0" enabled="1">
       <Option type="Map">
        <Option name="name" value="cross" type="QString"/>
        <Option name="color" value="197,202,211,255" type="QString"/>
        <Option name="outline_color" value="255,255,255,255" type="QString"/>
        <Option name="outline_width" value="0.4" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
        <Option name="size" value="2.2" type="QString"/>
        <Option name="size_unit" value="MM" type="QString"/>
       </Option>
      </layer>
    </symbol>
   </symbols>
  </renderer-v2>
  <labeling type="simple">
   <settings calloutType="simple">
    <text-style fieldName="number" isExpression="0" fontFamily="Noto Sans CJK SC" fontSize="8" fontSizeUnit="Point" textColor="40,46,56,255" textOpacity="1">
     <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1"/>
    </text-style>
    <placement placement="1" dist="1.5" distUnits="MM"/>
    <rendering scaleVisibility="1" scaleMin="1" scaleMax="25000" drawLabels="1"/>
   </settings>
  </labeling>
  <mapTip>[% number %] · [% duty %]&lt;br>[% seen_at %]</mapTip>
  <layerGeometryType>0</layerGeometryType>
</qgis>
