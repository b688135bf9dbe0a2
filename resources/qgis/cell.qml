<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling|MapTips" labelsEnabled="1">
  <renderer-v2 type="categorizedSymbol" attr="level" forceraster="0" symbollevels="0" enableorderby="0">
   <categories>
    <category value="0" label="市 city" symbol="0" render="true"/>
    <category value="1" label="区县 district" symbol="1" render="true"/>
    <category value="2" label="镇街 town" symbol="2" render="true"/>
    <category value="3" label="社区 community" symbol="3" render="true"/>
    <category value="4" label="村 village" symbol="4" render="true"/>
    <category value="5" label="单元网格 unit" symbol="5" render="true"/>
   </categories>
   <symbols>
    <symbol type="fill" name="0" alpha="1" clip_to_extent="1">
      <layer class="SimpleFill" pass="0" locked="0" enabled="1">
       <Option type="Map">
        <Option name="color" value="255,255,255,0" type="QString"/>
        <Option name="style" value="no" type="QString"/>
        <Option name="outline_color" value="58,67,84,255" type="QString"/>
        <Option name="outline_style" value="solid" type="QString"/>
        <Option name="outline_width" value="1.2" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
       </Option>
      </layer>
    </symbol>
    <symbol type="fill" name="1" alpha="1" clip_to_extent="1">
      <layer class="SimpleFill" pass="0" locked="0" enabled="1">
       <Option type="Map">
        <Option name="color" value="255,255,255,0" type="QString"/>
        <Option name="style" value="no" type="QString"/>
        <Option name="outline_color" value="58,67,84,255" type="QString"/>
        <Option name="outline_style" value="solid" type="QString"/>
        <Option name="outline_width" value="0.9" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
       </Option>
      </layer>
    </symbol>
    <symbol type="fill" name="2" alpha="1" clip_to_extent="1">
      <layer class="SimpleFill" pass="0" locked="0" enabled="1">
       <Option type="Map">
        <Option name="color" value="255,255,255,0" type="QString"/>
        <Option name="style" value="no" type="QString"/>
        <Option name="outline_color" value="76,90,115,255" type="QString"/>
        <Option name="outline_style" value="solid" type="QString"/>
        <Option name="outline_width" value="0.6" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
       </Option>
      </layer>
    </symbol>
    <symbol type="fill" name="3" alpha="1" clip_to_extent="1">
      <layer class="SimpleFill" pass="0" locked="0" enabled="1">
       <Option type="Map">
        <Option name="color" value="255,255,255,0" type="QString"/>
        <Option name="style" value="no" type="QString"/>
        <Option name="outline_color" value="76,90,115,255" type="QString"/>
        <Option name="outline_style" value="solid" type="QString"/>
        <Option name="outline_width" value="0.5" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
       </Option>
      </layer>
    </symbol>
    <symbol type="fill" name="4" alpha="1" clip_to_extent="1">
      <layer class="SimpleFill" pass="0" locked="0" enabled="1">
       <Option type="Map">
        <Option name="color" value="255,255,255,0" type="QString"/>
        <Option name="style" value="no" type="QString"/>
        <Option name="outline_color" value="107,120,144,255" type="QString"/>
        <Option name="outline_style" value="solid" type="QString"/>
        <Option name="outline_width" value="0.35" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
       </Option>
      </layer>
    </symbol>
    <symbol type="fill" name="5" alpha="1" clip_to_extent="1">
      <layer class="SimpleFill" pass="0" locked="0" enabled="1">
       <Option type="Map">
        <Option name="color" value="255,255,255,0" type="QString"/>
        <Option name="style" value="no" type="QString"/>
        <Option name="outline_color" value="138,147,163,255" type="QString"/>
        <Option name="outline_style" value="solid" type="QString"/>
        <Option name="outline_width" value="0.2" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
       </Option>
      </layer>
    </symbol>
   </symbols>
  </renderer-v2>
  <labeling type="simple">
   <settings calloutType="simple">
    <text-style fieldName="name" isExpression="0" fontFamily="Noto Sans CJK SC" fontSize="9" fontSizeUnit="Point" textColor="40,46,56,255" textOpacity="1">
     <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="1"/>
    </text-style>
    <placement placement="1" dist="1.5" distUnits="MM"/>
    <rendering scaleVisibility="1" scaleMin="1" scaleMax="200000" drawLabels="1"/>
   </settings>
  </labeling>
  <mapTip>[% name %] · [% code %]</mapTip>
  <layerGeometryType>2</layerGeometryType>
</qgis>
