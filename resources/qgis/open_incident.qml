<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling|MapTips" labelsEnabled="1">
  <renderer-v2 type="categorizedSymbol" attr="urgency" forceraster="0" symbollevels="0" enableorderby="0">
   <categories>
    <category value="emergency" label="特急 emergency" symbol="0" render="true"/>
    <category value="urgent" label="紧急 urgent" symbol="1" render="true"/>
    <category value="general" label="一般 general" symbol="2" render="true"/>
   </categories>
   <symbols>
    <symbol type="marker" name="0" alpha="1" clip_to_extent="1">
      <layer class="SimpleMarker" pass="0" locked="0" enabled="1">
       <Option type="Map">
        <Option name="name" value="circle" type="QString"/>
        <Option name="color" value="232,54,59,255" type="QString"/>
        <Option name="outline_color" value="255,255,255,255" type="QString"/>
        <Option name="outline_width" value="0.4" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
        <Option name="size" value="4.4" type="QString"/>
        <Option name="size_unit" value="MM" type="QString"/>
       </Option>
      </layer>
    </symbol>
    <symbol type="marker" name="1" alpha="1" clip_to_extent="1">
      <layer class="SimpleMarker" pass="0" locked="0" enabled="1">
       <Option type="Map">
        <Option name="name" value="circle" type="QString"/>
        <Option name="color" value="255,138,61,255" type="QString"/>
        <Option name="outline_color" value="255,255,255,255" type="QString"/>
        <Option name="outline_width" value="0.4" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
        <Option name="size" value="3.8" type="QString"/>
        <Option name="size_unit" value="MM" type="QString"/>
       </Option>
      </layer>
    </symbol>
    <symbol type="marker" name="2" alpha="1" clip_to_extent="1">
      <layer class="SimpleMarker" pass="0" locked="0" enabled="1">
       <Option type="Map">
        <Option name="name" value="circle" type="QString"/>
        <Option name="color" value="255,201,51,255" type="QString"/>
        <Option name="outline_color" value="255,255,255,255" type="QString"/>
        <Option name="outline_width" value="0.4" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
        <Option name="size" value="3.2" type="QString"/>
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
  <mapTip>[% number %]&lt;br>[% state %] · [% category %] · [% urgency %]&lt;br>[% reported_at %]&lt;br>→ [% due_at %]</mapTip>
  <layerGeometryType>0</layerGeometryType>
</qgis>
