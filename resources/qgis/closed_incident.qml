<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling|MapTips" labelsEnabled="0">
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
        <Option name="color" value="138,147,163,255" type="QString"/>
        <Option name="outline_color" value="255,255,255,255" type="QString"/>
        <Option name="outline_width" value="0.4" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
        <Option name="size" value="2.4" type="QString"/>
        <Option name="size_unit" value="MM" type="QString"/>
       </Option>
      </layer>
    </symbol>
    <symbol type="marker" name="1" alpha="1" clip_to_extent="1">
      <layer class="SimpleMarker" pass="0" locked="0" enabled="1">
       <Option type="Map">
        <Option name="name" value="circle" type="QString"/>
        <Option name="color" value="138,147,163,255" type="QString"/>
        <Option name="outline_color" value="255,255,255,255" type="QString"/>
        <Option name="outline_width" value="0.4" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
        <Option name="size" value="2.4" type="QString"/>
        <Option name="size_unit" value="MM" type="QString"/>
       </Option>
      </layer>
    </symbol>
    <symbol type="marker" name="2" alpha="1" clip_to_extent="1">
      <layer class="SimpleMarker" pass="0" locked="0" enabled="1">
       <Option type="Map">
        <Option name="name" value="circle" type="QString"/>
        <Option name="color" value="138,147,163,255" type="QString"/>
        <Option name="outline_color" value="255,255,255,255" type="QString"/>
        <Option name="outline_width" value="0.4" type="QString"/>
        <Option name="outline_width_unit" value="MM" type="QString"/>
        <Option name="size" value="2.4" type="QString"/>
        <Option name="size_unit" value="MM" type="QString"/>
       </Option>
      </layer>
    </symbol>
   </symbols>
  </renderer-v2>
  <mapTip>[% number %]&lt;br>[% state %] · [% category %] · [% urgency %]&lt;br>[% reported_at %]&lt;br>✓ [% closed_at %]</mapTip>
  <layerGeometryType>0</layerGeometryType>
</qgis>
