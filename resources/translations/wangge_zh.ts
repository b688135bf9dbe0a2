<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Action</name>
    <message>
        <source>Report</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Refuse…</source>
        <translation>不予受理…</translation>
    </message>
    <message>
        <source>Merge…</source>
        <translation>并案…</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>立案</translation>
    </message>
    <message>
        <source>Do not register…</source>
        <translation>不予立案…</translation>
    </message>
    <message>
        <source>Dispatch…</source>
        <translation>派遣…</translation>
    </message>
    <message>
        <source>Add an assist…</source>
        <translation>增派协办…</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签收</translation>
    </message>
    <message>
        <source>Ask whether they are well</source>
        <translation>平安确认</translation>
    </message>
    <message>
        <source>Is well</source>
        <translation>报平安</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>到场</translation>
    </message>
    <message>
        <source>Finish…</source>
        <translation>办结反馈…</translation>
    </message>
    <message>
        <source>Return…</source>
        <translation>申请回退…</translation>
    </message>
    <message>
        <source>Grant the return</source>
        <translation>同意回退</translation>
    </message>
    <message>
        <source>Deny the return…</source>
        <translation>驳回回退…</translation>
    </message>
    <message>
        <source>Send for checking</source>
        <translation>派发核查</translation>
    </message>
    <message>
        <source>Check passed</source>
        <translation>核查通过</translation>
    </message>
    <message>
        <source>Check failed…</source>
        <translation>核查不通过…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>结案</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Confirm the void</source>
        <translation>确认作废</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>撤回派遣…</translation>
    </message>
    <message>
        <source>Redispatch…</source>
        <translation>改派…</translation>
    </message>
    <message>
        <source>Reopen…</source>
        <translation>重新打开…</translation>
    </message>
    <message>
        <source>Comment…</source>
        <translation>备注…</translation>
    </message>
    <message>
        <source>Instruct…</source>
        <translation>批示…</translation>
    </message>
    <message>
        <source>Remind</source>
        <translation>催办</translation>
    </message>
    <message>
        <source>Make urgent</source>
        <translation>加急</translation>
    </message>
    <message>
        <source>Take the request back…</source>
        <translation>撤回申请…</translation>
    </message>
    <message>
        <source>Reserve</source>
        <translation>预留</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>解除预留</translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>登记入册</translation>
    </message>
    <message>
        <source>Change duty</source>
        <translation>变更在岗状态</translation>
    </message>
    <message>
        <source>Ask for leave…</source>
        <translation>请假…</translation>
    </message>
    <message>
        <source>Give leave…</source>
        <translation>准假…</translation>
    </message>
    <message>
        <source>Grant the leave</source>
        <translation>批准请假</translation>
    </message>
    <message>
        <source>Deny the leave</source>
        <translation>不准假</translation>
    </message>
    <message>
        <source>End the leave</source>
        <translation>销假</translation>
    </message>
    <message>
        <source>Set the rota</source>
        <translation>排班</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>标绘</translation>
    </message>
    <message>
        <source>Change the drawing</source>
        <translation>修改标绘</translation>
    </message>
    <message>
        <source>Erase the drawing</source>
        <translation>擦除标绘</translation>
    </message>
    <message>
        <source>Send to the wall</source>
        <translation>推送大屏</translation>
    </message>
    <message>
        <source>Free the wall</source>
        <translation>恢复大屏</translation>
    </message>
    <message>
        <source>Report as handled</source>
        <translation>自处置上报</translation>
    </message>
    <message>
        <source>Send to verify</source>
        <translation>派发核实</translation>
    </message>
    <message>
        <source>What was found…</source>
        <translation>核实反馈…</translation>
    </message>
    <message>
        <source>Audit passed</source>
        <translation>审核通过</translation>
    </message>
    <message>
        <source>Audit failed…</source>
        <translation>审核不通过…</translation>
    </message>
    <message>
        <source>Send back to accept…</source>
        <translation>退回受理…</translation>
    </message>
    <message>
        <source>Undo the merging…</source>
        <translation>撤销并案…</translation>
    </message>
    <message>
        <source>Whistle…</source>
        <translation>吹哨…</translation>
    </message>
    <message>
        <source>Check in</source>
        <translation>报到</translation>
    </message>
    <message>
        <source>Ask for more time…</source>
        <translation>申请延期…</translation>
    </message>
    <message>
        <source>Grant more time</source>
        <translation>同意延期</translation>
    </message>
    <message>
        <source>Deny more time…</source>
        <translation>驳回延期…</translation>
    </message>
    <message>
        <source>Ask to suspend…</source>
        <translation>申请挂账…</translation>
    </message>
    <message>
        <source>Grant the suspension</source>
        <translation>同意挂账</translation>
    </message>
    <message>
        <source>Deny the suspension…</source>
        <translation>驳回挂账…</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复办理</translation>
    </message>
    <message>
        <source>Refuse to close…</source>
        <translation>不予结案…</translation>
    </message>
    <message>
        <source>Check again…</source>
        <translation>重新核查…</translation>
    </message>
    <message>
        <source>Follow up…</source>
        <translation>回访…</translation>
    </message>
    <message>
        <source>Rate a department…</source>
        <translation>评价部门…</translation>
    </message>
    <message>
        <source>Supervise…</source>
        <translation>督办…</translation>
    </message>
    <message>
        <source>Escalate…</source>
        <translation>升级…</translation>
    </message>
    <message>
        <source>Hand down…</source>
        <translation>下派…</translation>
    </message>
    <message>
        <source>Change the class…</source>
        <translation>改类…</translation>
    </message>
    <message>
        <source>Time ran out</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Appeal…</source>
        <translation>申诉…</translation>
    </message>
    <message>
        <source>Inform…</source>
        <translation>抄告…</translation>
    </message>
    <message>
        <source>Notice read</source>
        <translation>已阅抄告</translation>
    </message>
    <message>
        <source>Mark…</source>
        <translation>标记…</translation>
    </message>
    <message>
        <source>Attach photos…</source>
        <translation>添加照片…</translation>
    </message>
    <message>
        <source>Hand over the shift</source>
        <translation>交班</translation>
    </message>
    <message>
        <source>Take over and sign</source>
        <translation>接班签字</translation>
    </message>
    <message>
        <source>Tell the room…</source>
        <translation>给全室留言…</translation>
    </message>
    <message>
        <source>Note seen</source>
        <translation>已阅留言</translation>
    </message>
    <message>
        <source>Take the note back</source>
        <translation>收回留言</translation>
    </message>
    <message>
        <source>Send word</source>
        <translation>发送任务</translation>
    </message>
    <message>
        <source>Word arrived</source>
        <translation>任务送达</translation>
    </message>
    <message>
        <source>Task seen</source>
        <translation>任务已读</translation>
    </message>
    <message>
        <source>Word did not arrive</source>
        <translation>未送达</translation>
    </message>
    <message>
        <source>Told by telephone…</source>
        <translation>电话告知…</translation>
    </message>
    <message>
        <source>Take the call back</source>
        <translation>撤销电话告知</translation>
    </message>
    <message>
        <source>Reveal names and numbers…</source>
        <translation>查看姓名与电话…</translation>
    </message>
    <message>
        <source>Drop the request to void…</source>
        <translation>撤下作废申请…</translation>
    </message>
    <message>
        <source>Ask to void…</source>
        <translation>申请作废…</translation>
    </message>
</context>
<context>
    <name>AdminWindow</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Administration — {0}</source>
        <translation>管理 — {0}</translation>
    </message>
    <message>
        <source>Import rows</source>
        <translation>导入行</translation>
    </message>
    <message>
        <source>Export the sheet</source>
        <translation>导出表</translation>
    </message>
</context>
<context>
    <name>Advice</name>
    <message>
        <source>not among the {0} suggested</source>
        <translation>不在建议的 {0} 个之中</translation>
    </message>
    <message>
        <source>the first of {0} considered</source>
        <translation>{0} 个候选中的第 1 个</translation>
    </message>
    <message>
        <source>number {0} of {1} considered</source>
        <translation>{1} 个候选中的第 {0} 个</translation>
    </message>
    <message>
        <source>Left out: {0}</source>
        <translation>未列出：{0}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>AlarmChip</name>
    <message>
        <source>F9 goes there and acknowledges; right click mutes a kind</source>
        <translation>F9 前往并确认；右键可按类静音</translation>
    </message>
    <message>
        <source>Mute: {0}</source>
        <translation>静音：{0}</translation>
    </message>
    <message>
        <source>+{0} more</source>
        <translation>另有 {0} 件</translation>
    </message>
    <message>
        <source>no sound</source>
        <translation>无声音</translation>
    </message>
    <message>
        <source>{0}: call {1}</source>
        <translation>{0}：请致电 {1}</translation>
    </message>
</context>
<context>
    <name>Archive</name>
    <message>
        <source>Looking…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>This incident is not to be seen any more.</source>
        <translation>该事件已无法查看。</translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>找到 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found so far, more below</source>
        <translation>
            <numerusform>已找到 %n 件，向下还有</numerusform>
        </translation>
    </message>
    <message>
        <source>Enter opens, Esc leaves; every word must stand in it</source>
        <translation>回车打开，Esc 关闭；每个词都须出现</translation>
    </message>
    <message>
        <source>Search in everything</source>
        <translation>全库搜索</translation>
    </message>
    <message>
        <source>Number, words, person, telephone or address; closed cases too</source>
        <translation>编号、文字、姓名、电话或地址；含已结案、归档</translation>
    </message>
</context>
<context>
    <name>AskCard</name>
    <message>
        <source>Reason or result</source>
        <translation>理由或结果</translation>
    </message>
</context>
<context>
    <name>AttachCard</name>
    <message>
        <source>{0} photos go at once; send these first.</source>
        <translation>一次最多 {0} 张照片；请先发送这些。</translation>
    </message>
    <message>
        <source>There is no photo on the clipboard.</source>
        <translation>剪贴板中没有照片。</translation>
    </message>
    <message>
        <source>Choose, paste or drop a photo first.</source>
        <translation>请先选择、粘贴或拖入照片。</translation>
    </message>
    <message numerus="yes">
        <source>Reading %n photo(s)…</source>
        <translation>
            <numerusform>正在读取 %n 张照片…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s), not sent yet</source>
        <translation>
            <numerusform>%n 张照片，尚未发送</numerusform>
        </translation>
    </message>
    <message>
        <source>Or drop photos here. JPEG, PNG, WebP, up to 30 MB.</source>
        <translation>或把照片拖到此处。JPEG、PNG、WebP，不超过 30 MB。</translation>
    </message>
    <message>
        <source>Attach photos to {0}</source>
        <translation>为 {0} 添加照片</translation>
    </message>
    <message>
        <source>{0}: photos for {1}</source>
        <translation>{0}：{1} 的照片</translation>
    </message>
    <message>
        <source>They show</source>
        <translation>照片内容</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Paste (Ctrl+V)</source>
        <translation>粘贴（Ctrl+V）</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>Availability</name>
    <message>
        <source>Free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>Has work</source>
        <translation>有任务</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>已满</translation>
    </message>
    <message>
        <source>Reserved</source>
        <translation>已预留</translation>
    </message>
    <message>
        <source>On break</source>
        <translation>休息</translation>
    </message>
    <message>
        <source>Off duty</source>
        <translation>离岗</translation>
    </message>
    <message>
        <source>On leave</source>
        <translation>请假</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>已退出</translation>
    </message>
</context>
<context>
    <name>BaseMapMenu</name>
    <message>
        <source>No base map</source>
        <translation>无底图</translation>
    </message>
    <message>
        <source>Add a file…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Tianditu key…</source>
        <translation>天地图密钥…</translation>
    </message>
    <message>
        <source>A base map from a file</source>
        <translation>从文件添加底图</translation>
    </message>
    <message>
        <source>Base maps (*.mbtiles *.pmtiles *.gpkg)</source>
        <translation>底图 (*.mbtiles *.pmtiles *.gpkg)</translation>
    </message>
    <message>
        <source>Tianditu key</source>
        <translation>天地图密钥</translation>
    </message>
    <message>
        <source>The key (tk) that console.tianditu.gov.cn gave you:</source>
        <translation>在 console.tianditu.gov.cn 申请到的密钥（tk）：</translation>
    </message>
    <message>
        <source>Proxy…</source>
        <translation>代理…</translation>
    </message>
    <message>
        <source>Proxy for base maps</source>
        <translation>底图代理</translation>
    </message>
    <message>
        <source>http://host:port; “none” to go straight; empty for the system&apos;s own:</source>
        <translation>http://主机:端口；填 none 为直连；留空则用系统代理：</translation>
    </message>
</context>
<context>
    <name>Beside</name>
    <message numerus="yes">
        <source>%n earlier report(s)</source>
        <translation>
            <numerusform>以往 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Join</source>
        <translation>并入</translation>
    </message>
    <message>
        <source>probably</source>
        <translation>很可能</translation>
    </message>
    <message>
        <source>possibly</source>
        <translation>可能</translation>
    </message>
    <message>
        <source>{0} m away</source>
        <translation>相距 {0} 米</translation>
    </message>
    <message>
        <source>{0}% of the words</source>
        <translation>文字重合 {0}%</translation>
    </message>
    <message>
        <source>same class</source>
        <translation>同类别</translation>
    </message>
    <message>
        <source>same telephone</source>
        <translation>同一电话</translation>
    </message>
    <message>
        <source>Class, from the words</source>
        <translation>类别（据描述）</translation>
    </message>
    <message>
        <source>Known already?</source>
        <translation>是否已有？</translation>
    </message>
    <message>
        <source>Earlier calls of this telephone</source>
        <translation>此电话以往来电</translation>
    </message>
</context>
<context>
    <name>Candidates</name>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>place unknown</source>
        <translation>位置不明</translation>
    </message>
    <message>
        <source>fix {0}</source>
        <translation>定位{0}</translation>
    </message>
    <message>
        <source>{0} in hand</source>
        <translation>在手 {0} 件</translation>
    </message>
    <message>
        <source>department</source>
        <translation>处置部门</translation>
    </message>
    <message>
        <source>the way</source>
        <translation>路程</translation>
    </message>
    <message>
        <source>Minutes that count, the least first:</source>
        <translation>折算分钟，少者在前：</translation>
    </message>
    <message>
        <source>{0} left out</source>
        <translation>另有 {0} 人未列出</translation>
    </message>
    <message>
        <source>Enter shows them</source>
        <translation>回车查看</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>Cancel (Esc)</source>
        <translation>取消（Esc）</translation>
    </message>
</context>
<context>
    <name>CaseActs</name>
    <message>
        <source>The desk is sealed: follow the live picture to act.</source>
        <translation>席位已封闭：回到实时态势后才能操作。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Needs one of these roles: {0}</source>
        <translation>需要以下角色之一：{0}</translation>
    </message>
</context>
<context>
    <name>CaseFlags</name>
    <message>
        <source>Restricted</source>
        <translation>涉密</translation>
    </message>
    <message>
        <source>Self-handled</source>
        <translation>自处置</translation>
    </message>
    <message>
        <source>Whistle</source>
        <translation>吹哨</translation>
    </message>
    <message>
        <source>Second handling</source>
        <translation>二次办理</translation>
    </message>
    <message>
        <source>Binding</source>
        <translation>指定承办</translation>
    </message>
    <message>
        <source>Returned ×{0}</source>
        <translation>回退 ×{0}</translation>
    </message>
    <message>
        <source>Buck-passing ×{0}</source>
        <translation>推诿 ×{0}</translation>
    </message>
    <message>
        <source>Reworked ×{0}</source>
        <translation>返工 ×{0}</translation>
    </message>
    <message>
        <source>Extended ×{0}</source>
        <translation>延期 ×{0}</translation>
    </message>
    <message>
        <source>Escalated ×{0}</source>
        <translation>升级 ×{0}</translation>
    </message>
    <message>
        <source>Reopened ×{0}</source>
        <translation>重开 ×{0}</translation>
    </message>
    <message>
        <source>No answer ×{0}</source>
        <translation>联系不上 ×{0}</translation>
    </message>
    <message>
        <source>Void asked by {0}</source>
        <translation>{0}申请作废</translation>
    </message>
    <message>
        <source>Class {0} asked for</source>
        <translation>申请改为类别 {0}</translation>
    </message>
    <message>
        <source>Rated {0}</source>
        <translation>评分 {0}</translation>
    </message>
    <message>
        <source>To be suspended until {0}</source>
        <translation>申请挂账至 {0}</translation>
    </message>
    <message>
        <source>Suspended until {0}</source>
        <translation>挂账至 {0}</translation>
    </message>
    <message>
        <source>Reply by {0}</source>
        <translation>须于 {0} 前回复</translation>
    </message>
    <message>
        <source>Supervised</source>
        <translation>普通督办</translation>
    </message>
    <message>
        <source>Yellow card</source>
        <translation>黄牌</translation>
    </message>
    <message>
        <source>Red card</source>
        <translation>红牌</translation>
    </message>
    <message>
        <source>Verified: it is so</source>
        <translation>核实：属实</translation>
    </message>
    <message>
        <source>Verified: it is not</source>
        <translation>核实：不属实</translation>
    </message>
    <message>
        <source>Verified: not found</source>
        <translation>核实：未找到</translation>
    </message>
    <message>
        <source>Merged into {0}</source>
        <translation>已并入 {0}</translation>
    </message>
    <message>
        <source>At level: {0}</source>
        <translation>办理层级：{0}</translation>
    </message>
    <message>
        <source>Photos ×{0}</source>
        <translation>照片 ×{0}</translation>
    </message>
    <message>
        <source>Important</source>
        <translation>重要</translation>
    </message>
    <message>
        <source>Legacy problem</source>
        <translation>历史遗留</translation>
    </message>
    <message>
        <source>Appealed ×{0}</source>
        <translation>申诉×{0}</translation>
    </message>
    <message>
        <source>Working days asked for: {0}</source>
        <translation>申请延期 {0} 个工作日</translation>
    </message>
    <message>
        <source>At this level until {0}</source>
        <translation>本级办理至 {0}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Merged into it: {0}</source>
        <translation>并入本件：{0}</translation>
    </message>
</context>
<context>
    <name>CasePlace</name>
    <message>
        <source>Show on map</source>
        <translation>在地图上显示</translation>
    </message>
    <message>
        <source>Map of the surroundings</source>
        <translation>周边小地图</translation>
    </message>
    <message>
        <source>Click: show it on the large map</source>
        <translation>点击：在大地图上显示</translation>
    </message>
</context>
<context>
    <name>CaseRules</name>
    <message>
        <source>Registered for: {0}</source>
        <translation>立案条件：{0}</translation>
    </message>
    <message>
        <source>Closed when: {0}</source>
        <translation>结案条件：{0}</translation>
    </message>
    <message>
        <source>The duty of: {0}</source>
        <translation>主责单位：{0}</translation>
    </message>
    <message>
        <source>(by {0})</source>
        <translation>（依据：{0}）</translation>
    </message>
</context>
<context>
    <name>Catalogue</name>
    <message>
        <source>New incident…</source>
        <translation>新建事件…</translation>
    </message>
    <message>
        <source>Undo the last act</source>
        <translation>撤销上一操作</translation>
    </message>
    <message>
        <source>Send the selected members</source>
        <translation>派遣所选网格员</translation>
    </message>
    <message>
        <source>Reserve the selected members</source>
        <translation>预留所选网格员</translation>
    </message>
    <message>
        <source>Let reserved members go</source>
        <translation>解除所选预留</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>设为在岗</translation>
    </message>
    <message>
        <source>On a break</source>
        <translation>设为休息</translation>
    </message>
    <message>
        <source>Off duty</source>
        <translation>设为离岗</translation>
    </message>
    <message>
        <source>中文 / English</source>
        <translation>中文 / English</translation>
    </message>
    <message>
        <source>Hand over the seat…</source>
        <translation>交接席位…</translation>
    </message>
    <message>
        <source>Close this window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Show the whole district</source>
        <translation>显示全区</translation>
    </message>
    <message>
        <source>Show the selected incident</source>
        <translation>显示所选事件</translation>
    </message>
    <message>
        <source>Follow the selected member</source>
        <translation>跟随所选网格员</translation>
    </message>
    <message>
        <source>Members&apos; names</source>
        <translation>网格员姓名</translation>
    </message>
    <message>
        <source>Legend and layers</source>
        <translation>图例与图层</translation>
    </message>
    <message>
        <source>Colour the cells by an indicator</source>
        <translation>按指标给网格着色</translation>
    </message>
    <message>
        <source>Follow the live picture</source>
        <translation>跟随实时</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>One minute back</source>
        <translation>后退一分钟</translation>
    </message>
    <message>
        <source>One minute on</source>
        <translation>前进一分钟</translation>
    </message>
    <message>
        <source>Go to the queue</source>
        <translation>转到队列</translation>
    </message>
    <message>
        <source>Go to the map</source>
        <translation>转到地图</translation>
    </message>
    <message>
        <source>Go to the roster</source>
        <translation>转到网格员</translation>
    </message>
    <message>
        <source>Go to the incident card</source>
        <translation>转到事件卡</translation>
    </message>
    <message>
        <source>Go to the journal</source>
        <translation>转到日志</translation>
    </message>
    <message>
        <source>Night or day</source>
        <translation>夜间或日间</translation>
    </message>
    <message>
        <source>Larger words</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller words</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Columns of the queue…</source>
        <translation>事件队列的列…</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Arrange the docks anew</source>
        <translation>恢复默认布局</translation>
    </message>
    <message>
        <source>Layouts…</source>
        <translation>布局…</translation>
    </message>
    <message>
        <source>Keep this layout…</source>
        <translation>保存当前布局…</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
    <message>
        <source>Incident</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation>派遣</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Base map…</source>
        <translation>底图…</translation>
    </message>
    <message>
        <source>What can be reached in 5, 10, 15 minutes</source>
        <translation>5、10、15 分钟可达范围</translation>
    </message>
    <message>
        <source>Travel on foot, by e-bike, by car</source>
        <translation>出行方式：步行、电动自行车、机动车</translation>
    </message>
    <message>
        <source>Measure a distance</source>
        <translation>测量距离</translation>
    </message>
    <message>
        <source>Measure an area</source>
        <translation>测量面积</translation>
    </message>
    <message>
        <source>Copy what was measured</source>
        <translation>复制测量结果</translation>
    </message>
    <message>
        <source>Draw a note</source>
        <translation>画标注</translation>
    </message>
    <message>
        <source>Draw a line</source>
        <translation>画线</translation>
    </message>
    <message>
        <source>Draw a perimeter</source>
        <translation>画范围</translation>
    </message>
    <message>
        <source>Draw a circle</source>
        <translation>画圆</translation>
    </message>
    <message>
        <source>Change the drawing…</source>
        <translation>修改标绘…</translation>
    </message>
    <message>
        <source>Erase the drawing</source>
        <translation>擦除标绘</translation>
    </message>
    <message>
        <source>Send this view to the wall</source>
        <translation>将当前视图推送到大屏</translation>
    </message>
    <message>
        <source>Let the wall go back to its own view</source>
        <translation>大屏恢复自有视图</translation>
    </message>
    <message>
        <source>Search the map…</source>
        <translation>搜索地图…</translation>
    </message>
    <message>
        <source>Go to coordinates…</source>
        <translation>定位到坐标…</translation>
    </message>
    <message>
        <source>Copy the coordinates</source>
        <translation>复制坐标</translation>
    </message>
    <message>
        <source>Coordinates in another system</source>
        <translation>切换坐标系统</translation>
    </message>
    <message>
        <source>Into the cell</source>
        <translation>进入网格</translation>
    </message>
    <message>
        <source>One level up</source>
        <translation>上一级网格</translation>
    </message>
    <message>
        <source>Go to the breadcrumb</source>
        <translation>转到层级路径</translation>
    </message>
    <message>
        <source>Keep this view…</source>
        <translation>收藏当前视图…</translation>
    </message>
    <message>
        <source>Bookmarks…</source>
        <translation>视图书签…</translation>
    </message>
    <message>
        <source>Go to bookmark {0}</source>
        <translation>转到书签 {0}</translation>
    </message>
    <message>
        <source>Closer</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Further away</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Draw a box to go to (or Shift and drag)</source>
        <translation>框选放大（或按住 Shift 拖动）</translation>
    </message>
    <message>
        <source>What lies below the cursor, one by one</source>
        <translation>依次查看光标下的对象</translation>
    </message>
    <message>
        <source>What lies above, one by one</source>
        <translation>反向查看光标下的对象</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Group marks that cover each other</source>
        <translation>聚合重叠图标</translation>
    </message>
    <message>
        <source>Open the group nearest to the middle</source>
        <translation>展开地图中央的聚合图标</translation>
    </message>
    <message>
        <source>Heat map of incidents</source>
        <translation>事件热力图</translation>
    </message>
    <message>
        <source>Trails of members</source>
        <translation>网格员轨迹</translation>
    </message>
    <message>
        <source>Trails of 5, 10 or 30 minutes</source>
        <translation>轨迹时长：5、10、30 分钟</translation>
    </message>
    <message>
        <source>Icons of classes and skills</source>
        <translation>类别与技能图标</translation>
    </message>
    <message>
        <source>Export map…</source>
        <translation>导出地图…</translation>
    </message>
    <message>
        <source>Print map…</source>
        <translation>打印地图…</translation>
    </message>
    <message>
        <source>Acts to decide on…</source>
        <translation>待决定的操作…</translation>
    </message>
    <message>
        <source>Assign all that wait…</source>
        <translation>批量派遣待派事件…</translation>
    </message>
    <message>
        <source>Search in everything…</source>
        <translation>全库搜索…</translation>
    </message>
    <message>
        <source>Administration…</source>
        <translation>管理…</translation>
    </message>
    <message>
        <source>Command bar…</source>
        <translation>命令栏…</translation>
    </message>
    <message>
        <source>Go to the gravest alarm</source>
        <translation>前往最紧急的告警</translation>
    </message>
    <message>
        <source>Mute alarms</source>
        <translation>告警静音</translation>
    </message>
    <message>
        <source>Look at the photos</source>
        <translation>查看照片</translation>
    </message>
    <message>
        <source>Lock the desk</source>
        <translation>锁定席位</translation>
    </message>
    <message>
        <source>Lock when idle…</source>
        <translation>空闲锁定…</translation>
    </message>
    <message>
        <source>Shift hand-over sheet…</source>
        <translation>交接班单…</translation>
    </message>
    <message>
        <source>Notes…</source>
        <translation>留言与备忘…</translation>
    </message>
    <message>
        <source>Tell the room…</source>
        <translation>给全室留言…</translation>
    </message>
    <message>
        <source>Note to self…</source>
        <translation>记备忘…</translation>
    </message>
    <message>
        <source>Search in the journal…</source>
        <translation>在日志中查找…</translation>
    </message>
    <message>
        <source>Card of the member</source>
        <translation>网格员卡片</translation>
    </message>
    <message>
        <source>Help on this part</source>
        <translation>此处的帮助</translation>
    </message>
    <message>
        <source>Leave…</source>
        <translation>请假…</translation>
    </message>
    <message>
        <source>Grant the leave</source>
        <translation>批准请假</translation>
    </message>
    <message>
        <source>Deny the leave…</source>
        <translation>不批准请假…</translation>
    </message>
    <message>
        <source>End the leave</source>
        <translation>结束请假（销假）</translation>
    </message>
</context>
<context>
    <name>ChoiceChip</name>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
</context>
<context>
    <name>Conflict</name>
    <message>
        <source>by {0} · refused {1}</source>
        <translation>{0} 所为 · {1} 被拒</translation>
    </message>
    <message>
        <source>{0} {1} it{2} at {3} from station {4}</source>
        <translation>{0}（席位 {4}）于 {3} {1}{2}</translation>
    </message>
    <message>
        <source>{0} {1}{2} at {3} from station {4}</source>
        <translation>{0}（席位 {4}）于 {3} {1}{2}</translation>
    </message>
    <message>
        <source> to {0}</source>
        <translation>，派给{0}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>→ {0}</source>
        <translation>→ {0}</translation>
    </message>
</context>
<context>
    <name>ConflictsPanel</name>
    <message numerus="yes">
        <source>%n act(s) to decide</source>
        <translation>
            <numerusform>%n 项操作待决定</numerusform>
        </translation>
    </message>
    <message>
        <source>No act waits for a decision</source>
        <translation>没有待决定的操作</translation>
    </message>
    <message>
        <source>The act said: {0}</source>
        <translation>操作内容：{0}</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Acts that were accepted and then refused</source>
        <translation>已受理、后被拒绝的操作</translation>
    </message>
    <message>
        <source>Redo asks the rule again for the present; join adds to what the other did; drop keeps your reason in the log. Space shows the incident.</source>
        <translation>重做：按当前情况重新判断；并入：加到他人的办理中；放弃：理由留存在日志中。空格键显示该事件。</translation>
    </message>
</context>
<context>
    <name>Convey</name>
    <message>
        <source>sent</source>
        <translation>发出</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>seen</source>
        <translation>已读</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>签收</translation>
    </message>
    <message>
        <source>not sent yet</source>
        <translation>未发出</translation>
    </message>
    <message>
        <source>not delivered yet</source>
        <translation>未送达</translation>
    </message>
    <message>
        <source>not seen yet</source>
        <translation>未读</translation>
    </message>
    <message>
        <source>not signed yet</source>
        <translation>未签收</translation>
    </message>
    <message>
        <source>telephone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>in the app</source>
        <translation>应用内</translation>
    </message>
    <message>
        <source>text message</source>
        <translation>短信</translation>
    </message>
    <message>
        <source>voice call</source>
        <translation>语音电话</translation>
    </message>
    <message>
        <source>nobody answered the telephone</source>
        <translation>电话无人接听</translation>
    </message>
    <message>
        <source>no number is known</source>
        <translation>没有电话号码</translation>
    </message>
    <message>
        <source>the channel is not installed here</source>
        <translation>本机未安装该通道</translation>
    </message>
    <message>
        <source>the gateway cannot be reached</source>
        <translation>网关无法连接</translation>
    </message>
    <message>
        <source>the gateway turned it down</source>
        <translation>网关拒绝</translation>
    </message>
    <message>
        <source>the device was off for too long</source>
        <translation>设备长时间关机</translation>
    </message>
    <message>
        <source>did not come through: {0}</source>
        <translation>未能送达：{0}</translation>
    </message>
    <message>
        <source>entered by {0}</source>
        <translation>由 {0} 代录</translation>
    </message>
    <message>
        <source>Not reached</source>
        <translation>联系不上</translation>
    </message>
    <message>
        <source>Not delivered</source>
        <translation>未送达</translation>
    </message>
    <message>
        <source>Not seen</source>
        <translation>未读</translation>
    </message>
    <message>
        <source>Not signed</source>
        <translation>未签收</translation>
    </message>
    <message>
        <source>Not heard from</source>
        <translation>未报平安</translation>
    </message>
</context>
<context>
    <name>DeskWindow</name>
    <message>
        <source>Wangge dispatch desk — {0} @ {1}</source>
        <translation>网格派遣席 — {0} @ {1}</translation>
    </message>
</context>
<context>
    <name>DispatchPicker</name>
    <message>
        <source>Who assists with {0} {1}?</source>
        <translation>增派谁协办 {0} {1}？</translation>
    </message>
    <message>
        <source>Redispatch {0} {1} to whom?</source>
        <translation>{0} {1} 改派给谁？</translation>
    </message>
    <message>
        <source>Whom for {0} {1}?</source>
        <translation>{0} {1} 派给谁？</translation>
    </message>
    <message>
        <source>Left out for {0} {1}</source>
        <translation>未推荐：{0} {1}</translation>
    </message>
    <message>
        <source>Name, number or skill…</source>
        <translation>姓名、编号或技能…</translation>
    </message>
    <message>
        <source>Filter the members</source>
        <translation>筛选网格员</translation>
    </message>
    <message>
        <source>1–9 or Enter dispatches · Ctrl+Enter with an instruction · Ctrl+Space marks several, the first leads · Esc leaves</source>
        <translation>1–9 或回车派遣 · Ctrl+回车附处置要求 · Ctrl+空格多选，先选者主办 · Esc 离开</translation>
    </message>
    <message>
        <source>Enter asks for a reason, or says why not · Esc goes back</source>
        <translation>回车：填写理由后派遣，或说明为何不能 · Esc 返回推荐</translation>
    </message>
</context>
<context>
    <name>DockTitle</name>
    <message>
        <source>Float, or put back</source>
        <translation>浮动或停靠</translation>
    </message>
    <message>
        <source>Close; the View menu brings it back</source>
        <translation>关闭；可从“视图”菜单重新打开</translation>
    </message>
</context>
<context>
    <name>DrawCard</name>
    <message>
        <source>Belongs to incident {0}</source>
        <translation>属于事件 {0}</translation>
    </message>
    <message>
        <source>Say something in the note first.</source>
        <translation>请先填写标注内容。</translation>
    </message>
    <message>
        <source>Draw on everybody&apos;s map</source>
        <translation>标绘（所有席位可见）</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Stands for</source>
        <translation>有效期</translation>
    </message>
    <message>
        <source>What everybody should read</source>
        <translation>所有席位都会看到的文字</translation>
    </message>
    <message>
        <source>Until it is erased</source>
        <translation>直到擦除</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>4 hours</source>
        <translation>4 小时</translation>
    </message>
    <message>
        <source>12 hours</source>
        <translation>12 小时</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 小时</translation>
    </message>
    <message>
        <source>Draw (Enter)</source>
        <translation>标绘（Enter）</translation>
    </message>
</context>
<context>
    <name>DrawingButton</name>
    <message>
        <source>Note	Shift+N</source>
        <translation>标注	Shift+N</translation>
    </message>
    <message>
        <source>Line	Shift+L</source>
        <translation>线	Shift+L</translation>
    </message>
    <message>
        <source>Perimeter	Shift+P</source>
        <translation>范围	Shift+P</translation>
    </message>
    <message>
        <source>Circle	Shift+O</source>
        <translation>圆	Shift+O</translation>
    </message>
    <message>
        <source>Draw on everybody&apos;s map</source>
        <translation>标绘（所有席位可见）</translation>
    </message>
</context>
<context>
    <name>DrawingKind</name>
    <message>
        <source>Note</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Cordon</source>
        <translation>警戒区</translation>
    </message>
    <message>
        <source>Closed road</source>
        <translation>封闭道路</translation>
    </message>
    <message>
        <source>Search area</source>
        <translation>搜索区</translation>
    </message>
    <message>
        <source>Assembly point</source>
        <translation>集结点</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路线</translation>
    </message>
    <message>
        <source>Marked area</source>
        <translation>标记区域</translation>
    </message>
</context>
<context>
    <name>DrawingTone</name>
    <message>
        <source>Danger</source>
        <translation>危险</translation>
    </message>
    <message>
        <source>Caution</source>
        <translation>注意</translation>
    </message>
    <message>
        <source>Safe</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>Neutral</source>
        <translation>一般</translation>
    </message>
</context>
<context>
    <name>EntriesModel</name>
    <message>
        <source>the clocks</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>a channel</source>
        <translation>通知渠道</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>to {0}</source>
        <translation>给{0}</translation>
    </message>
    <message>
        <source>The words of this entry were erased on request.</source>
        <translation>本条的文字内容已按申请删除。</translation>
    </message>
    <message>
        <source>This entry cannot be read and was passed over.</source>
        <translation>此条记录无法解读，已跳过。</translation>
    </message>
</context>
<context>
    <name>ExportCard</name>
    <message>
        <source>The file is there already. Export again to replace it.</source>
        <translation>文件已存在。再次点击“导出”即覆盖。</translation>
    </message>
    <message>
        <source>Export map</source>
        <translation>导出地图</translation>
    </message>
    <message>
        <source>As</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>纸张</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Page for a browser, HTML</source>
        <translation>网页（HTML）</translation>
    </message>
    <message>
        <source>Sheet to print, PDF</source>
        <translation>打印图（PDF）</translation>
    </message>
    <message>
        <source>Sheet to print, PNG</source>
        <translation>打印图（PNG）</translation>
    </message>
    <message>
        <source>Data, GeoPackage</source>
        <translation>数据（GeoPackage）</translation>
    </message>
    <message>
        <source>Data, GeoJSON</source>
        <translation>数据（GeoJSON）</translation>
    </message>
    <message>
        <source>Data, workbook</source>
        <translation>数据（工作簿）</translation>
    </message>
    <message>
        <source>A period</source>
        <translation>一段时间</translation>
    </message>
    <message>
        <source>every {0} min</source>
        <translation>每 {0} 分钟</translation>
    </message>
    <message>
        <source>What the map shows</source>
        <translation>地图当前范围</translation>
    </message>
    <message>
        <source>The whole district</source>
        <translation>全区</translation>
    </message>
    <message>
        <source>This moment, {0}</source>
        <translation>此刻，{0}</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Roads and water</source>
        <translation>道路与水系</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>派遣连线</translation>
    </message>
    <message>
        <source>Drawings</source>
        <translation>标绘</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>热力图</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>轨迹</translation>
    </message>
</context>
<context>
    <name>Fact</name>
    <message>
        <source>reported</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>不予受理</translation>
    </message>
    <message>
        <source>merged</source>
        <translation>并案</translation>
    </message>
    <message>
        <source>registered</source>
        <translation>立案</translation>
    </message>
    <message>
        <source>did not register</source>
        <translation>不予立案</translation>
    </message>
    <message>
        <source>dispatched</source>
        <translation>派遣</translation>
    </message>
    <message>
        <source>added an assist</source>
        <translation>增派协办</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>签收</translation>
    </message>
    <message>
        <source>signed as assist</source>
        <translation>协办签收</translation>
    </message>
    <message>
        <source>arrived on site</source>
        <translation>到场</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>办结反馈</translation>
    </message>
    <message>
        <source>finished as assist</source>
        <translation>协办办结</translation>
    </message>
    <message>
        <source>asked to return it</source>
        <translation>申请回退</translation>
    </message>
    <message>
        <source>granted the return</source>
        <translation>同意回退</translation>
    </message>
    <message>
        <source>denied the return</source>
        <translation>驳回回退</translation>
    </message>
    <message>
        <source>sent it for checking</source>
        <translation>派发核查</translation>
    </message>
    <message>
        <source>passed the check</source>
        <translation>核查通过</translation>
    </message>
    <message>
        <source>failed the check</source>
        <translation>核查不通过</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>结案</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>asked to void it</source>
        <translation>申请作废</translation>
    </message>
    <message>
        <source>voided</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>withdrew the dispatch</source>
        <translation>撤回派遣</translation>
    </message>
    <message>
        <source>redispatched</source>
        <translation>改派</translation>
    </message>
    <message>
        <source>reopened</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>commented</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>instructed</source>
        <translation>批示</translation>
    </message>
    <message>
        <source>reminded</source>
        <translation>催办</translation>
    </message>
    <message>
        <source>made it urgent</source>
        <translation>加急</translation>
    </message>
    <message>
        <source>took its request back</source>
        <translation>撤回申请</translation>
    </message>
    <message>
        <source>enrolled</source>
        <translation>登记入册</translation>
    </message>
    <message>
        <source>corrected the entry of</source>
        <translation>更正登记</translation>
    </message>
    <message>
        <source>asked for leave for</source>
        <translation>申请请假：</translation>
    </message>
    <message>
        <source>gave leave to</source>
        <translation>准假：</translation>
    </message>
    <message>
        <source>granted the leave of</source>
        <translation>批准请假：</translation>
    </message>
    <message>
        <source>denied the leave of</source>
        <translation>未批准请假：</translation>
    </message>
    <message>
        <source>ended the leave of</source>
        <translation>结束请假：</translation>
    </message>
    <message>
        <source>changed the duty of</source>
        <translation>变更在岗状态</translation>
    </message>
    <message>
        <source>reserved</source>
        <translation>预留</translation>
    </message>
    <message>
        <source>released</source>
        <translation>解除预留</translation>
    </message>
    <message>
        <source>imported cells</source>
        <translation>导入网格</translation>
    </message>
    <message>
        <source>imported categories</source>
        <translation>导入事件分类</translation>
    </message>
    <message>
        <source>imported the calendar</source>
        <translation>导入工作日历</translation>
    </message>
    <message>
        <source>imported departments</source>
        <translation>导入处置部门</translation>
    </message>
    <message>
        <source>imported registering criteria</source>
        <translation>更新了立案条件</translation>
    </message>
    <message>
        <source>imported stays at the levels</source>
        <translation>更新了各级停留时限</translation>
    </message>
    <message>
        <source>imported skip rules</source>
        <translation>更新了越级规则</translation>
    </message>
    <message>
        <source>imported types of area</source>
        <translation>更新了区域类型</translation>
    </message>
    <message>
        <source>imported working hours</source>
        <translation>更新了工作时间</translation>
    </message>
    <message>
        <source>imported holidays</source>
        <translation>更新了节假日</translation>
    </message>
    <message>
        <source>imported the responsibility list</source>
        <translation>更新了权责清单</translation>
    </message>
    <message>
        <source>imported contacts</source>
        <translation>更新了联系人</translation>
    </message>
    <message>
        <source>imported shifts</source>
        <translation>更新了班次</translation>
    </message>
    <message>
        <source>imported the rota</source>
        <translation>更新了排班</translation>
    </message>
    <message>
        <source>imported phrases</source>
        <translation>更新了常用语</translation>
    </message>
    <message>
        <source>imported the welfare timer</source>
        <translation>更新了平安确认设置</translation>
    </message>
    <message>
        <source>changed the settings</source>
        <translation>更改了设置</translation>
    </message>
    <message>
        <source>erased personal words of</source>
        <translation>删除个人信息</translation>
    </message>
    <message>
        <source>imported members</source>
        <translation>导入网格员</translation>
    </message>
    <message>
        <source>imported roads</source>
        <translation>导入道路</translation>
    </message>
    <message>
        <source>drew on the map</source>
        <translation>标绘</translation>
    </message>
    <message>
        <source>changed on the map</source>
        <translation>修改标绘</translation>
    </message>
    <message>
        <source>erased from the map</source>
        <translation>擦除标绘</translation>
    </message>
    <message>
        <source>sent a view to the wall</source>
        <translation>推送视图到大屏</translation>
    </message>
    <message>
        <source>took the view off the wall</source>
        <translation>恢复大屏视图</translation>
    </message>
    <message>
        <source>has to say whether they are well</source>
        <translation>须报平安</translation>
    </message>
    <message>
        <source>did not say whether they are well</source>
        <translation>未报平安，已提醒</translation>
    </message>
    <message>
        <source>is well</source>
        <translation>报平安</translation>
    </message>
    <message>
        <source>reported and handled it</source>
        <translation>自处置上报</translation>
    </message>
    <message>
        <source>sent somebody to verify it</source>
        <translation>派发核实</translation>
    </message>
    <message>
        <source>told what was found</source>
        <translation>反馈核实</translation>
    </message>
    <message>
        <source>took the merging back</source>
        <translation>撤销并案</translation>
    </message>
    <message>
        <source>passed the audit</source>
        <translation>自处置审核通过</translation>
    </message>
    <message>
        <source>failed the audit</source>
        <translation>自处置审核不通过</translation>
    </message>
    <message>
        <source>sent it back to be accepted</source>
        <translation>退回受理</translation>
    </message>
    <message>
        <source>whistled for departments</source>
        <translation>吹哨</translation>
    </message>
    <message>
        <source>checked in on site</source>
        <translation>报到</translation>
    </message>
    <message>
        <source>rated a department</source>
        <translation>评价报到</translation>
    </message>
    <message>
        <source>asked for more time</source>
        <translation>申请延期</translation>
    </message>
    <message>
        <source>granted more time</source>
        <translation>同意延期</translation>
    </message>
    <message>
        <source>denied more time</source>
        <translation>驳回延期</translation>
    </message>
    <message>
        <source>asked to suspend it</source>
        <translation>申请挂账</translation>
    </message>
    <message>
        <source>suspended it</source>
        <translation>同意挂账</translation>
    </message>
    <message>
        <source>denied the suspension</source>
        <translation>驳回挂账</translation>
    </message>
    <message>
        <source>resumed it</source>
        <translation>恢复办理</translation>
    </message>
    <message>
        <source>sent it for another check</source>
        <translation>重新核查</translation>
    </message>
    <message>
        <source>refused to close it</source>
        <translation>不予结案</translation>
    </message>
    <message>
        <source>called the reporter</source>
        <translation>开始回访</translation>
    </message>
    <message>
        <source>ended the follow-up</source>
        <translation>完成回访</translation>
    </message>
    <message>
        <source>began a second handling</source>
        <translation>转二次办理</translation>
    </message>
    <message>
        <source>supervised it</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>took the supervision back</source>
        <translation>取消督办</translation>
    </message>
    <message>
        <source>ran out of time</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>will be due soon</source>
        <translation>即将到期</translation>
    </message>
    <message>
        <source>fell due</source>
        <translation>已到期</translation>
    </message>
    <message>
        <source>was given a yellow card</source>
        <translation>被亮黄牌</translation>
    </message>
    <message>
        <source>was given a red card</source>
        <translation>被亮红牌</translation>
    </message>
    <message>
        <source>needs a decision of the dispatcher</source>
        <translation>须由派遣员决定</translation>
    </message>
    <message>
        <source>was not answered: next one called</source>
        <translation>无人应答，已呼叫下一人</translation>
    </message>
    <message>
        <source>was not answered: shift lead told</source>
        <translation>无人应答，已报值班长</translation>
    </message>
    <message>
        <source>was not answered: leader told</source>
        <translation>无人应答，已报带班领导</translation>
    </message>
    <message>
        <source>was not reached in time by those whistled for</source>
        <translation>吹哨未按时报到</translation>
    </message>
    <message>
        <source>escalated it</source>
        <translation>升级</translation>
    </message>
    <message>
        <source>escalated the work</source>
        <translation>升级</translation>
    </message>
    <message>
        <source>handed it down</source>
        <translation>下派</translation>
    </message>
    <message>
        <source>handed the work down</source>
        <translation>下派</translation>
    </message>
    <message>
        <source>changed its class</source>
        <translation>改类</translation>
    </message>
    <message>
        <source>asked for another class</source>
        <translation>申请改类</translation>
    </message>
    <message>
        <source>appealed against the refusal</source>
        <translation>申诉</translation>
    </message>
    <message>
        <source>informed others</source>
        <translation>抄告</translation>
    </message>
    <message>
        <source>read the notice</source>
        <translation>阅知</translation>
    </message>
    <message>
        <source>marked it</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>has been at this level for its time</source>
        <translation>在本级办理到期</translation>
    </message>
    <message>
        <source>added a photo from before</source>
        <translation>补充了处置前照片</translation>
    </message>
    <message>
        <source>added a photo from after</source>
        <translation>补充了处置后照片</translation>
    </message>
    <message>
        <source>added a photo of the check</source>
        <translation>补充了核查照片</translation>
    </message>
    <message>
        <source>handed the shift over</source>
        <translation>交班</translation>
    </message>
    <message>
        <source>took the shift over and signed</source>
        <translation>接班签字</translation>
    </message>
    <message>
        <source>told the room</source>
        <translation>给全室留言</translation>
    </message>
    <message>
        <source>has seen the note</source>
        <translation>已阅留言</translation>
    </message>
    <message>
        <source>took the note back</source>
        <translation>收回留言</translation>
    </message>
    <message>
        <source>sent word of the task</source>
        <translation>发出任务</translation>
    </message>
    <message>
        <source>the word arrived</source>
        <translation>任务送达</translation>
    </message>
    <message>
        <source>has seen the task</source>
        <translation>任务已读</translation>
    </message>
    <message>
        <source>the word did not arrive</source>
        <translation>任务未送达</translation>
    </message>
    <message>
        <source>told by telephone</source>
        <translation>电话告知</translation>
    </message>
    <message>
        <source>signed by telephone</source>
        <translation>电话签收</translation>
    </message>
    <message>
        <source>took back a signature by telephone</source>
        <translation>撤销电话签收</translation>
    </message>
    <message>
        <source>took back what was entered of a call</source>
        <translation>撤销电话告知</translation>
    </message>
    <message>
        <source>names and numbers revealed</source>
        <translation>查看了姓名与电话</translation>
    </message>
    <message>
        <source>was not heard from: the desk is alarmed</source>
        <translation>未报平安，告警</translation>
    </message>
    <message>
        <source>set the shifts of</source>
        <translation>设定排班：</translation>
    </message>
    <message>
        <source>dropped the request to void it</source>
        <translation>撤下作废申请</translation>
    </message>
</context>
<context>
    <name>Fate</name>
    <message>
        <source>Sending…</source>
        <translation>发送中…</translation>
    </message>
    <message>
        <source>Kept, to be sent</source>
        <translation>暂存待发</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>Go to these coordinates</source>
        <translation>定位到该坐标</translation>
    </message>
    <message>
        <source>Incident</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>Road</source>
        <translation>道路</translation>
    </message>
</context>
<context>
    <name>FixAges</name>
    <message>
        <source>No fix</source>
        <translation>无定位</translation>
    </message>
    <message>
        <source>Stale: {0}</source>
        <translation>过时 {0}</translation>
    </message>
    <message>
        <source>Fix: {0}</source>
        <translation>定位：{0}</translation>
    </message>
    <message>
        <source>Stale fix: {0}</source>
        <translation>定位过时：{0}</translation>
    </message>
</context>
<context>
    <name>HelpCard</name>
    <message>
        <source>For example</source>
        <translation>例如</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>◂ PgUp</source>
        <translation>◂ PgUp</translation>
    </message>
    <message>
        <source>PgDn ▸</source>
        <translation>PgDn ▸</translation>
    </message>
</context>
<context>
    <name>IncidentCard</name>
    <message>
        <source>Choose an incident in the queue or on the map.</source>
        <translation>请在队列或地图上选择一个事件。</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>已等待</translation>
    </message>
    <message>
        <source>This step</source>
        <translation>本环节</translation>
    </message>
    <message>
        <source>The case</source>
        <translation>全案</translation>
    </message>
    <message>
        <source>No text.</source>
        <translation>无描述。</translation>
    </message>
    <message>
        <source>reported {0}</source>
        <translation>上报于 {0}</translation>
    </message>
    <message>
        <source>What may be done now</source>
        <translation>现在可以做</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Reveal</source>
        <translation>显示明文</translation>
    </message>
    <message>
        <source>This incident is not in the picture of this moment.
If it is archived, a search in everything finds it.</source>
        <translation>此事件不在当前画面中。
如已归档，可在“全库搜索”中找到。</translation>
    </message>
    <message>
        <source>Shows name and phone; the reason is recorded.</source>
        <translation>显示姓名和电话；须填写理由并留痕。</translation>
    </message>
    <message>
        <source>The unit</source>
        <translation>承办单位</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>遮蔽</translation>
    </message>
    <message>
        <source>Incident</source>
        <translation>事件</translation>
    </message>
</context>
<context>
    <name>JournalLog</name>
    <message>
        <source>Journal</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Facts appear here as they are recorded.</source>
        <translation>新的记录会出现在这里。</translation>
    </message>
    <message>
        <source>Search in the journal (Esc)</source>
        <translation>在日志中查找（Esc 结束）</translation>
    </message>
</context>
<context>
    <name>LayerList</name>
    <message>
        <source>Part of the ground: it keeps its place below the marks</source>
        <translation>属于底图，固定在标记之下</translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message>
        <source>Cells</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Cells by indicator</source>
        <translation>指标分级设色</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>水系</translation>
    </message>
    <message>
        <source>Roads</source>
        <translation>道路</translation>
    </message>
    <message>
        <source>Special-duty cells</source>
        <translation>专属网格</translation>
    </message>
    <message>
        <source>Area of a department</source>
        <translation>部门责任区</translation>
    </message>
    <message>
        <source>Names of cells</source>
        <translation>网格名称</translation>
    </message>
    <message>
        <source>Who is on the way</source>
        <translation>派遣连线</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Members&apos; names</source>
        <translation>网格员姓名</translation>
    </message>
    <message>
        <source>What can be reached</source>
        <translation>可达范围</translation>
    </message>
    <message>
        <source>Minutes on the way</source>
        <translation>行程分钟数</translation>
    </message>
    <message>
        <source>Notes and perimeters</source>
        <translation>标注与警戒区</translation>
    </message>
    <message>
        <source>Heat map of incidents</source>
        <translation>事件热力图</translation>
    </message>
    <message>
        <source>Trails of members</source>
        <translation>网格员轨迹</translation>
    </message>
    <message>
        <source>Icons of classes</source>
        <translation>类别图标</translation>
    </message>
    <message>
        <source>Icons of skills</source>
        <translation>技能图标</translation>
    </message>
    <message>
        <source>Names of roads</source>
        <translation>道路名称</translation>
    </message>
    <message>
        <source>Day&apos;s way of the selected</source>
        <translation>所选网格员当日轨迹</translation>
    </message>
    <message>
        <source>Groups of marks</source>
        <translation>密集图标聚合</translation>
    </message>
</context>
<context>
    <name>LayoutsCard</name>
    <message>
        <source>Layouts of the panels</source>
        <translation>面板布局</translation>
    </message>
    <message>
        <source>A name for the panels as they stand</source>
        <translation>给当前布局起个名字</translation>
    </message>
    <message>
        <source>Arrange</source>
        <translation>应用</translation>
    </message>
</context>
<context>
    <name>LayoutsRoom</name>
    <message>
        <source>The usual layout</source>
        <translation>默认布局</translation>
    </message>
</context>
<context>
    <name>Leave</name>
    <message>
        <source>to be decided</source>
        <translation>待批</translation>
    </message>
    <message>
        <source>granted</source>
        <translation>已批准</translation>
    </message>
    <message>
        <source>denied</source>
        <translation>未批准</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>On leave until {0}</source>
        <translation>请假至 {0}</translation>
    </message>
</context>
<context>
    <name>LeaveRows</name>
    <message>
        <source>Is back</source>
        <translation>销假</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Grant</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>不批准</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Strength</source>
        <translation>浓淡</translation>
    </message>
    <message>
        <source>Strength of {0}</source>
        <translation>{0}的浓淡</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Layers, the topmost first</source>
        <translation>图层（由上到下）</translation>
    </message>
    <message>
        <source>Cells by indicator</source>
        <translation>指标分级设色</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Special-duty cells</source>
        <translation>专属网格</translation>
    </message>
    <message>
        <source>Space switches, Alt+Up and Alt+Down or a drag move</source>
        <translation>空格键开关；Alt+↑、Alt+↓ 或拖动调整次序</translation>
    </message>
</context>
<context>
    <name>Light</name>
    <message>
        <source>In time</source>
        <translation>时限内</translation>
    </message>
    <message>
        <source>Due soon</source>
        <translation>将到期</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>已超时</translation>
    </message>
</context>
<context>
    <name>LockCard</name>
    <message>
        <source>The picture goes on, and alarms still sound.</source>
        <translation>态势继续更新，告警照常响铃。</translation>
    </message>
    <message>
        <source>Locked — {0}</source>
        <translation>已锁定 — {0}</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Hand over the seat…</source>
        <translation>交接席位…</translation>
    </message>
</context>
<context>
    <name>Locking</name>
    <message>
        <source>Checking…</source>
        <translation>正在核对…</translation>
    </message>
    <message>
        <source>That is not the password.</source>
        <translation>口令不对。</translation>
    </message>
    <message numerus="yes">
        <source>Lock after %n minute(s)</source>
        <translation>
            <numerusform>%n 分钟后锁定</numerusform>
        </translation>
    </message>
    <message>
        <source>Never lock</source>
        <translation>从不锁定</translation>
    </message>
</context>
<context>
    <name>MapActs</name>
    <message>
        <source>The whole district</source>
        <translation>全区</translation>
    </message>
</context>
<context>
    <name>MapCanvas</name>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
</context>
<context>
    <name>MapCards</name>
    <message>
        <source>Waiting {0}</source>
        <translation>已等待 {0}</translation>
    </message>
    <message>
        <source>No fix</source>
        <translation>无定位</translation>
    </message>
    <message>
        <source>Stale fix: {0}</source>
        <translation>定位过时：{0}</translation>
    </message>
    <message>
        <source>{0} @ {1}, {2}</source>
        <translation>{0}（{1}）{2}</translation>
    </message>
    <message>
        <source>Incident {0}</source>
        <translation>事件 {0}</translation>
    </message>
    <message>
        <source>Stands until {0}</source>
        <translation>有效至 {0}</translation>
    </message>
    <message>
        <source>Radius {0} · {1}</source>
        <translation>半径 {0} · {1}</translation>
    </message>
    <message>
        <source>Open incidents {0}</source>
        <translation>未结事件 {0}</translation>
    </message>
    <message>
        <source>Members on duty {0} of {1}</source>
        <translation>在岗网格员 {0}/{1}</translation>
    </message>
    <message>
        <source>{0} free</source>
        <translation>空闲 {0}</translation>
    </message>
    <message>
        <source>{0} with tasks or reserved</source>
        <translation>任务中或预留 {0}</translation>
    </message>
    <message>
        <source>{0} off duty, on a break or unseen</source>
        <translation>离岗、休息或无定位 {0}</translation>
    </message>
    <message>
        <source>{0} members</source>
        <translation>网格员 {0} 名</translation>
    </message>
    <message>
        <source>{0} incidents</source>
        <translation>事件 {0} 件</translation>
    </message>
    <message>
        <source>{0} to dispatch</source>
        <translation>待派遣 {0}</translation>
    </message>
    <message>
        <source>{0} overdue</source>
        <translation>已超时 {0}</translation>
    </message>
    <message>
        <source>Click to open</source>
        <translation>点击展开</translation>
    </message>
</context>
<context>
    <name>MapKey</name>
    <message>
        <source>No value</source>
        <translation>无数据</translation>
    </message>
    <message>
        <source>Market</source>
        <translation>市场</translation>
    </message>
    <message>
        <source>School</source>
        <translation>学校</translation>
    </message>
    <message>
        <source>Hospital</source>
        <translation>医院</translation>
    </message>
    <message>
        <source>Industrial park</source>
        <translation>园区</translation>
    </message>
    <message>
        <source>Government compound</source>
        <translation>机关大院</translation>
    </message>
    <message>
        <source>Other special duty</source>
        <translation>其他专属</translation>
    </message>
    <message>
        <source>Moving; the arrow says whereto</source>
        <translation>移动中，箭头为方向</translation>
    </message>
    <message>
        <source>Old fix: the place may be wrong</source>
        <translation>定位过时，位置可能不准</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>已超时</translation>
    </message>
    <message>
        <source>Quantiles</source>
        <translation>分位数</translation>
    </message>
    <message>
        <source>Equal steps</source>
        <translation>等间距</translation>
    </message>
    <message>
        <source>Natural breaks</source>
        <translation>自然断点</translation>
    </message>
</context>
<context>
    <name>MapPanel</name>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
</context>
<context>
    <name>MapTools</name>
    <message>
        <source>Show the whole district (F)</source>
        <translation>显示全区（F）</translation>
    </message>
    <message>
        <source>Level of the grid</source>
        <translation>网格层级</translation>
    </message>
    <message>
        <source>Legend and layers (L)</source>
        <translation>图例与图层（L）</translation>
    </message>
    <message>
        <source>Follow the selected member (G)</source>
        <translation>跟随所选网格员（G）</translation>
    </message>
    <message>
        <source>Measure; Esc ends it (M)</source>
        <translation>测距；Esc 结束（M）</translation>
    </message>
    <message>
        <source>What can be reached in 5, 10, 15 minutes; Esc ends it (J)</source>
        <translation>5、10、15 分钟可达范围；Esc 结束（J）</translation>
    </message>
</context>
<context>
    <name>MemberCard</name>
    <message>
        <source>Looking up today&apos;s way…</source>
        <translation>正在查询今日轨迹…</translation>
    </message>
    <message>
        <source>No way is known of today.</source>
        <translation>今日没有轨迹。</translation>
    </message>
    <message numerus="yes">
        <source>%n stop(s)</source>
        <translation>
            <numerusform>停留 %n 处</numerusform>
        </translation>
    </message>
    <message>
        <source>Today {0:.1f} km</source>
        <translation>今日 {0:.1f} 公里</translation>
    </message>
    <message>
        <source>Skills: {0}</source>
        <translation>技能：{0}</translation>
    </message>
    <message>
        <source>Call: {0}</source>
        <translation>电话：{0}</translation>
    </message>
    <message>
        <source>No number is known.</source>
        <translation>没有电话号码。</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Reveal</source>
        <translation>显示明文</translation>
    </message>
    <message>
        <source>A number is revealed for a task: this member has none in hand.</source>
        <translation>因任务才能查看号码：该网格员手上没有任务。</translation>
    </message>
    <message>
        <source>Given today: {0} · in hand: {1} of {2}</source>
        <translation>今日派给：{0} · 在手：{1}/{2}</translation>
    </message>
    <message>
        <source>{0} others on duty in {1}: {2:g} each (median)</source>
        <translation>{1}另有 {0} 人在岗，每人 {2:g} 件（中位数）</translation>
    </message>
    <message>
        <source>Tasks in hand</source>
        <translation>在手任务</translation>
    </message>
    <message>
        <source>Nothing in hand.</source>
        <translation>手上没有任务。</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Show on map</source>
        <translation>在地图上显示</translation>
    </message>
    <message>
        <source>Leave…</source>
        <translation>请假…</translation>
    </message>
</context>
<context>
    <name>MemberKind</name>
    <message>
        <source>Full-time</source>
        <translation>专职</translation>
    </message>
    <message>
        <source>Part-time</source>
        <translation>兼职</translation>
    </message>
    <message>
        <source>Special-duty</source>
        <translation>专属</translation>
    </message>
    <message>
        <source>Grid leader</source>
        <translation>网格长</translation>
    </message>
    <message>
        <source>Volunteer</source>
        <translation>志愿者</translation>
    </message>
</context>
<context>
    <name>NamesCard</name>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>改名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Enter: {0} · F2: {1} · Del: {2} · Esc leaves</source>
        <translation>回车{0} · F2 {1} · Del {2} · Esc 离开</translation>
    </message>
</context>
<context>
    <name>NoteCard</name>
    <message>
        <source>Write something first.</source>
        <translation>请先写内容。</translation>
    </message>
    <message>
        <source>A note takes at most {0} characters; this has {1}.</source>
        <translation>至多 {0} 个字，现为 {1} 个。</translation>
    </message>
    <message>
        <source>It could not be kept on this machine.</source>
        <translation>无法保存在本机。</translation>
    </message>
    <message>
        <source>Note to self</source>
        <translation>备忘</translation>
    </message>
    <message>
        <source>Tell the room</source>
        <translation>给全室留言</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>有效至</translation>
    </message>
    <message>
        <source>About incident {0}</source>
        <translation>关于事件 {0}</translation>
    </message>
    <message>
        <source>Only you see it, at this station.</source>
        <translation>只有您本人在本席位能看到。</translation>
    </message>
    <message>
        <source>All desks see it at once, and acknowledge it.</source>
        <translation>所有席位立即可见，并逐一确认已阅。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Tell</source>
        <translation>留言</translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n 小时</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>the end of the day</source>
        <translation>今天结束</translation>
    </message>
</context>
<context>
    <name>NoteWords</name>
    <message>
        <source>to self</source>
        <translation>备忘</translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation>至 {0}</translation>
    </message>
    <message>
        <source>seen by {0}</source>
        <translation>已阅：{0}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>关于 {0}</translation>
    </message>
</context>
<context>
    <name>NotesPanel</name>
    <message>
        <source>Take back (Del)</source>
        <translation>收回（Del）</translation>
    </message>
    <message>
        <source>Strike out (Del)</source>
        <translation>划掉（Del）</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>留言与备忘</translation>
    </message>
    <message>
        <source>Nobody has told the room anything, nor you yourself.</source>
        <translation>没有留言，也没有备忘。</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Seen (Space)</source>
        <translation>已阅（空格）</translation>
    </message>
    <message>
        <source>Note to self…</source>
        <translation>记备忘…</translation>
    </message>
    <message>
        <source>Tell the room…</source>
        <translation>给全室留言…</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>已阅</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>{0}: kept on this station until the database is back.</source>
        <translation>{0}：已暂存在本机，数据库恢复后发送。</translation>
    </message>
    <message>
        <source>Done: {0}</source>
        <translation>已完成：{0}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>→ {0}</source>
        <translation>→ {0}</translation>
    </message>
    <message>
        <source>{0} It is listed for you to decide.</source>
        <translation>{0}已列入待决定的操作。</translation>
    </message>
    <message>
        <source>{0} to the room: {1}</source>
        <translation>{0} 留言：{1}</translation>
    </message>
    <message numerus="yes">
        <source>%n act(s) that waited went out.</source>
        <translation>
            <numerusform>%n 项等待的操作已送出。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>↑ ↓ to move · Enter to go · Esc to leave</source>
        <translation>↑ ↓ 移动 · 回车前往 · Esc 离开</translation>
    </message>
    <message>
        <source>Name, number, address, initials, or coordinates…</source>
        <translation>名称、编号、地址、拼音首字母或坐标…</translation>
    </message>
    <message>
        <source>Search the map</source>
        <translation>搜索地图</translation>
    </message>
    <message>
        <source>Nothing fits; fewer letters find more · Esc to leave</source>
        <translation>没有符合的结果，可减少字数再试 · Esc 离开</translation>
    </message>
    <message>
        <source>↑ ↓ to move · Enter to go · Tab to complete · Esc to leave</source>
        <translation>↑ ↓ 移动 · 回车执行 · Tab 补全 · Esc 离开</translation>
    </message>
    <message>
        <source>typed before</source>
        <translation>此前输入</translation>
    </message>
    <message>
        <source>{0} (suggested)</source>
        <translation>{0}（建议）</translation>
    </message>
    <message>
        <source>asks for a reason: {0}</source>
        <translation>需说明理由：{0}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>A command, a number, a name, a place; or: pq 123 name…</source>
        <translation>命令、编号、姓名、地点；或如：pq 123 姓名首字母…</translation>
    </message>
</context>
<context>
    <name>PaperWriter</name>
    <message>
        <source>Shift hand-over sheet</source>
        <translation>交接班单</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>交班嘱咐</translation>
    </message>
    <message>
        <source>Restricted incidents are not printed. Fact {0} of the journal, {1}.</source>
        <translation>涉密事件不打印。日志第 {0} 条，{1}。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Shift from {0} to {1}</source>
        <translation>班次：{0} 至 {1}</translation>
    </message>
    <message>
        <source>The database is away: what happened is counted from what this desk still knows, and may be more.</source>
        <translation>数据库不可用：本班办理数按本席位已知情况统计，实际可能更多。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未办结</translation>
    </message>
    <message>
        <source>Emergencies</source>
        <translation>特急</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>已超时</translation>
    </message>
    <message>
        <source>Due soon</source>
        <translation>将到期</translation>
    </message>
    <message>
        <source>Not signed</source>
        <translation>超时未签收</translation>
    </message>
    <message>
        <source>To decide</source>
        <translation>待审批</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>挂账</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>在岗</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>本班接报</translation>
    </message>
    <message>
        <source>Dispatched</source>
        <translation>本班派遣</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>本班结案</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>本班回退</translation>
    </message>
    <message>
        <source>Handed over by: {0}</source>
        <translation>交班人：{0}</translation>
    </message>
    <message>
        <source>Taken over by: {0}</source>
        <translation>接班人：{0}</translation>
    </message>
    <message>
        <source>Handed over by {0} (station {1}), {2}</source>
        <translation>交班人：{0}（席位 {1}），{2}</translation>
    </message>
    <message>
        <source>Waits for the signature of whoever takes over</source>
        <translation>等待接班人签字</translation>
    </message>
    <message>
        <source>Taken over and signed by {0} (station {1}), {2}</source>
        <translation>接班人：{0}（席位 {1}），{2}</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>无。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Over by</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Dispatched and not signed in time</source>
        <translation>已派遣、超时未签收</translation>
    </message>
    <message>
        <source>Late by</source>
        <translation>已迟</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>Waiting for a decision</source>
        <translation>待审批</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>申请</translation>
    </message>
    <message>
        <source>Resumes</source>
        <translation>恢复日期</translation>
    </message>
    <message>
        <source>… and {0} more, in the queue.</source>
        <translation>……另有 {0} 件，见队列。</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>State, with whom</source>
        <translation>状态、承办</translation>
    </message>
    <message>
        <source>restricted</source>
        <translation>涉密</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation>至 {0}</translation>
    </message>
    <message>
        <source>to void it, by {0}</source>
        <translation>{0} 申请作废</translation>
    </message>
    <message>
        <source>another class</source>
        <translation>申请改类</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>All</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Open incidents by state and urgency</source>
        <translation>未办结事件（按状态、紧急程度）</translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation>没有未办结事件。</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>标绘</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>有效至</translation>
    </message>
    <message>
        <source>Perimeters in force</source>
        <translation>现行警戒与标绘区</translation>
    </message>
    <message>
        <source>until it is erased</source>
        <translation>擦除为止</translation>
    </message>
    <message>
        <source>Town</source>
        <translation>镇街</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>Members on duty by town</source>
        <translation>各镇街在岗网格员</translation>
    </message>
    <message>
        <source>No towns are known.</source>
        <translation>没有镇街资料。</translation>
    </message>
    <message>
        <source>On leave</source>
        <translation>请假</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>Nobody.</source>
        <translation>无。</translation>
    </message>
</context>
<context>
    <name>PhotoPane</name>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Attach…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>From a file, by paste or by drop (Ctrl+Shift+P)</source>
        <translation>从文件选择、粘贴或拖入（Ctrl+Shift+P）</translation>
    </message>
</context>
<context>
    <name>PhotoRoom</name>
    <message>
        <source>Attach photos</source>
        <translation>添加照片</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
</context>
<context>
    <name>PhotoViewer</name>
    <message>
        <source>Back (←)</source>
        <translation>上一张（←）</translation>
    </message>
    <message>
        <source>Next (→)</source>
        <translation>下一张（→）</translation>
    </message>
    <message>
        <source>Before and after (Space)</source>
        <translation>前后对照（空格）</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Photos of the incident</source>
        <translation>事件照片</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
</context>
<context>
    <name>Photos</name>
    <message>
        <source>Before</source>
        <translation>处置前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>处置后</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>核查</translation>
    </message>
    <message>
        <source>Papers</source>
        <translation>材料</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>{0} away</source>
        <translation>距现场 {0}</translation>
    </message>
    <message>
        <source>No time or place in the file</source>
        <translation>文件中无时间或位置</translation>
    </message>
</context>
<context>
    <name>PhraseMenu</name>
    <message>
        <source>Keep this text as a phrase</source>
        <translation>将此文字存为常用语</translation>
    </message>
    <message>
        <source>Let an own phrase go</source>
        <translation>删除自存常用语</translation>
    </message>
</context>
<context>
    <name>PlanCard</name>
    <message>
        <source>Plan of the dispatches</source>
        <translation>派遣方案</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Dispatch {0}</source>
        <translation>派遣 {0} 件</translation>
    </message>
    <message>
        <source>Assign all</source>
        <translation>批量派遣</translation>
    </message>
    <message>
        <source>The plan is being made… · Esc leaves</source>
        <translation>正在拟定派遣方案…… · Esc 离开</translation>
    </message>
    <message>
        <source>Assign all: {0} of {1}</source>
        <translation>批量派遣：{1} 件中的 {0} 件</translation>
    </message>
    <message>
        <source>About {0} min of way in all, by the straight line; nobody with an old fix, off duty, full or far is in it.</source>
        <translation>路程合计约 {0} 分钟（按直线估算）；定位过旧、不在岗、手上已满或太远的人不在其中。</translation>
    </message>
    <message>
        <source>Space ticks · Enter dispatches what is ticked, each by itself · Esc leaves</source>
        <translation>空格勾选 · 回车逐件派遣已勾选的 · Esc 离开</translation>
    </message>
    <message>
        <source>Nobody can go at once; choose by hand (D), with a reason where one is asked for · Esc leaves</source>
        <translation>没有人可直接派遣；可按 D 逐件选人，需要时写明理由 · Esc 离开</translation>
    </message>
</context>
<context>
    <name>PlanModel</name>
    <message>
        <source>Incident</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>first choice</source>
        <translation>首选</translation>
    </message>
    <message>
        <source>choice {0}: {1} is needed elsewhere</source>
        <translation>第 {0} 选：{1} 另有派遣</translation>
    </message>
</context>
<context>
    <name>Presence</name>
    <message>
        <source>and {0} more</source>
        <translation>等另外 {0} 人</translation>
    </message>
    <message>
        <source>Kept until the database is back: {0}</source>
        <translation>待数据库恢复后发送：{0}</translation>
    </message>
    <message>
        <source>On its way: {0}</source>
        <translation>正在进行：{0}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>{0} has it in hand (station {1})</source>
        <translation>{0}正在拖动此事件（席位 {1}）</translation>
    </message>
    <message>
        <source>{0} has it open (station {1})</source>
        <translation>{0}已打开此事件（席位 {1}）</translation>
    </message>
</context>
<context>
    <name>QueueFilters</name>
    <message>
        <source>Keep these filters</source>
        <translation>保存当前筛选</translation>
    </message>
    <message>
        <source>Let a kept filter go</source>
        <translation>删除已存筛选</translation>
    </message>
    <message>
        <source>The chosen cell is mine</source>
        <translation>所选网格设为我的网格</translation>
    </message>
    <message>
        <source>{0} is my cell</source>
        <translation>将{0}设为我的网格</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>紧急程度</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>灯色</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>已存</translation>
    </message>
    <message>
        <source>Filters kept by name</source>
        <translation>按名称保存的筛选</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Ctrl+PgUp and Ctrl+PgDn go through the lists</source>
        <translation>Ctrl+PgUp、Ctrl+PgDn 切换列表</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>Urgency</source>
        <translation>紧急程度</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>What</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>已等待</translation>
    </message>
    <message>
        <source>Lead</source>
        <translation>主办</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message numerus="yes">
        <source>%n open</source>
        <translation>
            <numerusform>未结 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>显示 {0} 件 / {1}</translation>
    </message>
    <message numerus="yes">
        <source>%n overdue</source>
        <translation>
            <numerusform>超时 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>新增 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing matches the filters.</source>
        <translation>没有符合筛选条件的事件。</translation>
    </message>
    <message>
        <source>Nothing waits. New incidents appear here.</source>
        <translation>没有待办事件。新事件会出现在这里。</translation>
    </message>
    <message>
        <source>Filter by words, number, place…  ( / )</source>
        <translation>按文字、编号、地点筛选…（ / ）</translation>
    </message>
    <message>
        <source>Filter the queue</source>
        <translation>筛选队列</translation>
    </message>
    <message>
        <source>Queue of open incidents</source>
        <translation>未结事件队列</translation>
    </message>
    <message>
        <source>Go to the new incidents</source>
        <translation>转到新增事件</translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message numerus="yes">
        <source>%n incident(s)</source>
        <translation>
            <numerusform>%n 个事件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Readout</name>
    <message>
        <source>Degrees</source>
        <translation>经纬度（度）</translation>
    </message>
    <message>
        <source>Degrees, minutes, seconds</source>
        <translation>经纬度（度分秒）</translation>
    </message>
    <message>
        <source>CGCS2000, 3° zones</source>
        <translation>CGCS2000 3°带</translation>
    </message>
    <message>
        <source>UTM</source>
        <translation>UTM</translation>
    </message>
    <message>
        <source>Coordinates under the cursor; click for another system</source>
        <translation>光标处坐标；点击切换坐标系统</translation>
    </message>
    <message>
        <source>Coordinates under the cursor</source>
        <translation>光标处坐标</translation>
    </message>
</context>
<context>
    <name>ReplayWindow</name>
    <message>
        <source>Wangge replay</source>
        <translation>网格回放</translation>
    </message>
    <message>
        <source>Replay: the desk is sealed. Everything can be looked at, nothing be done.</source>
        <translation>回放：席位已封存。可以查看一切，不能进行操作。</translation>
    </message>
</context>
<context>
    <name>ReportForm</name>
    <message>
        <source>By class</source>
        <translation>按类别</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>暂不确定</translation>
    </message>
    <message>
        <source>New incident</source>
        <translation>新建事件</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>紧急程度</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Reported by</source>
        <translation>上报人</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>For example: rubbish piled up at the crossing</source>
        <translation>例如：路口堆放垃圾</translation>
    </message>
    <message>
        <source>Phrases (Alt+P)</source>
        <translation>常用语（Alt+P）</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>“{0}” makes it: {1}</source>
        <translation>因“{0}”定为：{1}</translation>
    </message>
    <message>
        <source>Keep for later (Esc)</source>
        <translation>暂存（Esc）</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>重新填写</translation>
    </message>
    <message>
        <source>Report and join</source>
        <translation>上报并并入</translation>
    </message>
</context>
<context>
    <name>Role</name>
    <message>
        <source>Grid member</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>Hotline clerk</source>
        <translation>热线坐席</translation>
    </message>
    <message>
        <source>Acceptor</source>
        <translation>受理员</translation>
    </message>
    <message>
        <source>Shift lead</source>
        <translation>值班长</translation>
    </message>
    <message>
        <source>Dispatcher</source>
        <translation>派遣员</translation>
    </message>
    <message>
        <source>Department operator</source>
        <translation>部门操作员</translation>
    </message>
    <message>
        <source>Centre leader</source>
        <translation>中心领导</translation>
    </message>
    <message>
        <source>Trainer</source>
        <translation>培训员</translation>
    </message>
    <message>
        <source>Analyst</source>
        <translation>研判员</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>系统管理员</translation>
    </message>
    <message>
        <source>Security administrator</source>
        <translation>安全管理员</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>审计员</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>接入网关</translation>
    </message>
    <message>
        <source>Wall</source>
        <translation>大屏</translation>
    </message>
</context>
<context>
    <name>RoomChips</name>
    <message numerus="yes">
        <source>%n note(s) to read</source>
        <translation>
            <numerusform>%n 条留言待阅</numerusform>
        </translation>
    </message>
    <message>
        <source>Ctrl+J shows them</source>
        <translation>Ctrl+J 查看</translation>
    </message>
    <message>
        <source>{0} handed the shift over at {1}: take over</source>
        <translation>{0} 已于 {1} 交班：请接班</translation>
    </message>
    <message>
        <source>Shift of {0}, {1}: waits for a signature</source>
        <translation>{0} 的班（{1}）：等待签字</translation>
    </message>
    <message>
        <source>Ctrl+Shift+H shows the sheet</source>
        <translation>Ctrl+Shift+H 打开交接班单</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>请接班</translation>
    </message>
    <message>
        <source>Not signed for</source>
        <translation>未签字</translation>
    </message>
</context>
<context>
    <name>RosterModel</name>
    <message>
        <source>Without a cell</source>
        <translation>未划入网格</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Reserved for {0}</source>
        <translation>已为 {0} 预留</translation>
    </message>
    <message>
        <source>{0} free of {1}</source>
        <translation>空闲 {0} / 共 {1}</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>负荷</translation>
    </message>
    <message>
        <source>Last fix</source>
        <translation>最近定位</translation>
    </message>
    <message>
        <source>Home cell</source>
        <translation>所属网格</translation>
    </message>
    <message>
        <source>Skills</source>
        <translation>技能</translation>
    </message>
</context>
<context>
    <name>RosterPanel</name>
    <message numerus="yes">
        <source>%n on duty</source>
        <translation>
            <numerusform>在岗 %n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n free</source>
        <translation>
            <numerusform>空闲 %n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Name, number or skill…</source>
        <translation>姓名、编号或技能…</translation>
    </message>
    <message>
        <source>Filter the roster</source>
        <translation>筛选花名册</translation>
    </message>
    <message>
        <source>Free only</source>
        <translation>仅空闲</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>仅在岗</translation>
    </message>
    <message>
        <source>On shift now</source>
        <translation>当班</translation>
    </message>
    <message>
        <source>By</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Town</source>
        <translation>镇街</translation>
    </message>
    <message>
        <source>Community</source>
        <translation>社区</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Roster of members</source>
        <translation>网格员花名册</translation>
    </message>
    <message>
        <source>On leave</source>
        <translation>请假</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
</context>
<context>
    <name>RosterView</name>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n 名网格员</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShadeKey</name>
    <message>
        <source>As the zoom fits</source>
        <translation>随缩放</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>分级</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>层级</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Classes and how many cells each holds</source>
        <translation>各级及其网格数</translation>
    </message>
    <message>
        <source>Switch the layer on to colour the cells.</source>
        <translation>打开“指标分级设色”图层即可着色。</translation>
    </message>
    <message>
        <source>{0} by {1}; number of cells</source>
        <translation>单位：{0}，按{1}；右为网格数</translation>
    </message>
</context>
<context>
    <name>SheetPage</name>
    <message>
        <source>Row {0}, {1}: </source>
        <translation>第 {0} 行，{1}：</translation>
    </message>
    <message>
        <source>{0}, row {1} (here row {2}), {3}: </source>
        <translation>{0} 第 {1} 行（此处第 {2} 行），{3}：</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>{0} new, {1} changed, {2} taken out</source>
        <translation>新增 {0}，修改 {1}，删除 {2}</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n 处问题</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing changed</source>
        <translation>没有修改</translation>
    </message>
    <message>
        <source>{0}: {1} → {2}</source>
        <translation>{0}：{1} → {2}</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>Find a row (Ctrl+F)</source>
        <translation>查找行（Ctrl+F）</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>What will change</source>
        <translation>将要修改的内容</translation>
    </message>
    <message>
        <source>What will change is listed here before it is applied.</source>
        <translation>应用之前，要修改的内容会列在这里。</translation>
    </message>
    <message>
        <source>New row</source>
        <translation>新增行</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Nothing was changed before.</source>
        <translation>以前没有修改过。</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) so far…</source>
        <translation>
            <numerusform>已读入 %n 行…</numerusform>
        </translation>
    </message>
    <message>
        <source>A row about a person; what it said is not kept.</source>
        <translation>一行个人信息；内容不留存。</translation>
    </message>
    <message>
        <source>History</source>
        <translation>修改记录</translation>
    </message>
</context>
<context>
    <name>Shift</name>
    <message>
        <source>Off shift</source>
        <translation>不在班次</translation>
    </message>
    <message>
        <source>{0} shift until {1}</source>
        <translation>{0}，至 {1}</translation>
    </message>
    <message>
        <source>next {0} ({1})</source>
        <translation>下一班 {0}（{1}）</translation>
    </message>
    <message>
        <source>off shift</source>
        <translation>不在班次</translation>
    </message>
</context>
<context>
    <name>ShiftPanel</name>
    <message>
        <source>The sheet is being made…</source>
        <translation>正在生成交接班单…</translation>
    </message>
    <message>
        <source>Instructions take at most {0} characters; these have {1}.</source>
        <translation>交班嘱咐至多 {0} 个字，现为 {1} 个。</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>not signed for</source>
        <translation>未签字</translation>
    </message>
    <message>
        <source>Shift hand-over sheet</source>
        <translation>交接班单</translation>
    </message>
    <message>
        <source>Which sheet</source>
        <translation>选择交接班单</translation>
    </message>
    <message>
        <source>Make anew (F5)</source>
        <translation>重新生成（F5）</translation>
    </message>
    <message>
        <source>Print as PDF… (Ctrl+P)</source>
        <translation>打印为 PDF…（Ctrl+P）</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Hand over (Ctrl+Enter)</source>
        <translation>交班（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Take over and sign (Ctrl+Enter)</source>
        <translation>接班签字（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Instructions for the next shift</source>
        <translation>给下一班的嘱咐</translation>
    </message>
    <message>
        <source>What to watch, whom to call, what was promised. Kept as you type.</source>
        <translation>要盯什么、给谁打电话、答应了什么。边写边存。</translation>
    </message>
    <message>
        <source>The sheet was {0} old and is made anew: read it, then hand over.</source>
        <translation>交接班单已是 {0}前的，现已重新生成：请看过再交班。</translation>
    </message>
</context>
<context>
    <name>ShiftRoom</name>
    <message>
        <source>hand-over {0}</source>
        <translation>交接班单 {0}</translation>
    </message>
    <message>
        <source>Print as PDF</source>
        <translation>打印为 PDF</translation>
    </message>
</context>
<context>
    <name>ShownView</name>
    <message>
        <source>Shown by {0} at {1} · until {2}</source>
        <translation>{0} 于 {1} 推送 · 至 {2}</translation>
    </message>
</context>
<context>
    <name>SignInWindow</name>
    <message>
        <source>Signing in…</source>
        <translation>正在登录…</translation>
    </message>
    <message>
        <source>Fill in the name first.</source>
        <translation>请先填写登录名。</translation>
    </message>
    <message>
        <source>Wangge — sign in</source>
        <translation>网格 — 登录</translation>
    </message>
    <message>
        <source>{0} hands the seat over</source>
        <translation>{0} 交接席位</translation>
    </message>
    <message>
        <source>Sign in to {0}</source>
        <translation>登录 {0}</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>登录名(&amp;N)</translation>
    </message>
    <message>
        <source>Wangge — hand over the seat</source>
        <translation>网格 — 交接席位</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>口令(&amp;P)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>登录名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Remember the password in the system&apos;s keyring</source>
        <translation>将口令存入系统钥匙串</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>接班</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Whoever takes over signs in to {0}. What still waits to be sent stays its author&apos;s.</source>
        <translation>接班人登录 {0}。尚未发送的操作仍归其本人。</translation>
    </message>
    <message>
        <source>Whoever takes over gives a name: it stands at every act from now on.</source>
        <translation>请接班人填写姓名：此后每个操作都署此名。</translation>
    </message>
    <message>
        <source>Shift hand-over sheet…</source>
        <translation>交接班单…</translation>
    </message>
</context>
<context>
    <name>SigningIn</name>
    <message>
        <source>The server is away. Trying again until it answers (Esc stops).</source>
        <translation>服务器没有应答，正在反复尝试，直到连上（Esc 停止）。</translation>
    </message>
    <message>
        <source>Name or password is wrong, or the password has expired. The administrator gives a new one.</source>
        <translation>登录名或口令不对，或口令已过期。管理员可发新口令。</translation>
    </message>
</context>
<context>
    <name>Sketch</name>
    <message>
        <source>Length {0}</source>
        <translation>长度 {0}</translation>
    </message>
    <message>
        <source>Radius {0}</source>
        <translation>半径 {0}</translation>
    </message>
    <message>
        <source>Area {0}</source>
        <translation>面积 {0}</translation>
    </message>
    <message>
        <source>Perimeter {0}</source>
        <translation>周长 {0}</translation>
    </message>
    <message>
        <source>{0} mu</source>
        <translation>{0} 亩</translation>
    </message>
    <message>
        <source>Click or Space sets the place · Esc leaves</source>
        <translation>单击或空格定位 · Esc 退出</translation>
    </message>
    <message>
        <source>Click or Space sets the middle, then a point on the circle · Esc leaves</source>
        <translation>单击或空格先定圆心，再定圆上一点 · Esc 退出</translation>
    </message>
    <message>
        <source>Click or Space sets a point · Backspace takes it back · Double click or Enter finishes · Esc leaves</source>
        <translation>单击或空格加点 · 退格撤点 · 双击或回车完成 · Esc 退出</translation>
    </message>
    <message>
        <source>It crosses itself: the area is not what it looks like</source>
        <translation>边线自相交，面积不准</translation>
    </message>
</context>
<context>
    <name>Source</name>
    <message>
        <source>Patrol</source>
        <translation>巡查上报</translation>
    </message>
    <message>
        <source>Unit leader</source>
        <translation>单元长上报</translation>
    </message>
    <message>
        <source>Citizen</source>
        <translation>群众随手拍</translation>
    </message>
    <message>
        <source>Hotline 12345</source>
        <translation>12345热线</translation>
    </message>
    <message>
        <source>City management</source>
        <translation>城管12319</translation>
    </message>
    <message>
        <source>Police 110</source>
        <translation>110联动</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部门上报</translation>
    </message>
    <message>
        <source>Leader&apos;s instruction</source>
        <translation>领导批示</translation>
    </message>
    <message>
        <source>Media</source>
        <translation>媒体舆情</translation>
    </message>
    <message>
        <source>Video AI</source>
        <translation>视频AI</translation>
    </message>
    <message>
        <source>Sensor</source>
        <translation>物联告警</translation>
    </message>
    <message>
        <source>Enterprise</source>
        <translation>企业诉求</translation>
    </message>
    <message>
        <source>Psychological service</source>
        <translation>心理服务</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>To accept</source>
        <translation>待受理</translation>
    </message>
    <message>
        <source>To verify on site</source>
        <translation>待核实</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>不予受理</translation>
    </message>
    <message>
        <source>Self-handled, to audit</source>
        <translation>自处置待审核</translation>
    </message>
    <message>
        <source>To register</source>
        <translation>待立案</translation>
    </message>
    <message>
        <source>Not registered</source>
        <translation>不予立案</translation>
    </message>
    <message>
        <source>To dispatch</source>
        <translation>待派遣</translation>
    </message>
    <message>
        <source>To sign</source>
        <translation>待签收</translation>
    </message>
    <message>
        <source>Handling</source>
        <translation>处置中</translation>
    </message>
    <message>
        <source>Joint handling</source>
        <translation>联合处置中</translation>
    </message>
    <message>
        <source>Return requested</source>
        <translation>回退审批</translation>
    </message>
    <message>
        <source>Extension requested</source>
        <translation>延期审批</translation>
    </message>
    <message>
        <source>Suspension requested</source>
        <translation>挂账审批</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>挂账中</translation>
    </message>
    <message>
        <source>To send check</source>
        <translation>待核查派发</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>核查中</translation>
    </message>
    <message>
        <source>To close</source>
        <translation>待结案</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已结案</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>回访中</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>已归档</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>Merged</source>
        <translation>已合并</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>LIVE</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>REPLAY ×{0}</source>
        <translation>回放 ×{0}</translation>
    </message>
    <message>
        <source>REPLAY, paused</source>
        <translation>回放 · 已暂停</translation>
    </message>
    <message>
        <source>{0} The picture is {1} old.</source>
        <translation>{0}画面停留在 {1}前。</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>Lag {0} s</source>
        <translation>延迟 {0} 秒</translation>
    </message>
    <message numerus="yes">
        <source>%n act(s) under way</source>
        <translation>
            <numerusform>%n 项操作提交中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kept on disk</source>
        <translation>
            <numerusform>%n 项暂存本机</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>all roles</source>
        <translation>全部角色</translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s) to decide</source>
        <translation>
            <numerusform>%n 项冲突待决定</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} old</source>
        <translation>{0}前的画面</translation>
    </message>
</context>
<context>
    <name>TaskRole</name>
    <message>
        <source>Lead</source>
        <translation>主办</translation>
    </message>
    <message>
        <source>Assist</source>
        <translation>协办</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>核查</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>核实</translation>
    </message>
    <message>
        <source>Inform</source>
        <translation>阅办</translation>
    </message>
</context>
<context>
    <name>TaskRow</name>
    <message>
        <source>given {0}</source>
        <translation>派发 {0}</translation>
    </message>
    <message>
        <source>arrived {0}</source>
        <translation>到场 {0}</translation>
    </message>
    <message>
        <source>ended {0}</source>
        <translation>结束 {0}</translation>
    </message>
    <message>
        <source>to be there by {0}</source>
        <translation>限 {0} 前到场</translation>
    </message>
    <message>
        <source>marks {0}</source>
        <translation>评分 {0}</translation>
    </message>
    <message>
        <source>Reworked ×{0}</source>
        <translation>返工 ×{0}</translation>
    </message>
    <message>
        <source>asked at {0} whether they are well, no answer</source>
        <translation>{0} 已询问是否平安，未答复</translation>
    </message>
    <message>
        <source>well {0}</source>
        <translation>报平安 {0}</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Call: {0}</source>
        <translation>联系：{0}</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Reveal</source>
        <translation>显示明文</translation>
    </message>
</context>
<context>
    <name>TaskState</name>
    <message>
        <source>To sign</source>
        <translation>待签收</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>已签收</translation>
    </message>
    <message>
        <source>On site</source>
        <translation>已到场</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已办结</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>已回退</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Released</source>
        <translation>已解除</translation>
    </message>
    <message>
        <source>Escalated</source>
        <translation>已升级</translation>
    </message>
    <message>
        <source>Informed</source>
        <translation>已抄告</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>已阅</translation>
    </message>
</context>
<context>
    <name>TimelineBar</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随实时</translation>
    </message>
    <message>
        <source>Go to the live picture and stay there</source>
        <translation>回到实时态势并保持</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>前往</translation>
    </message>
    <message>
        <source>Stand at this moment</source>
        <translation>定位到该时刻</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Moment, in the district&apos;s time</source>
        <translation>时刻（本区时间）</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Drag to stand at a moment; arrow keys move by ten seconds</source>
        <translation>拖动定位时刻；方向键每次移动十秒</translation>
    </message>
</context>
<context>
    <name>TimelinePane</name>
    <message>
        <source>Show earlier ({0})</source>
        <translation>查看更早记录（{0}）</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>办理经过</translation>
    </message>
    <message>
        <source>Timeline of the incident</source>
        <translation>事件时间线</translation>
    </message>
</context>
<context>
    <name>Travel</name>
    <message>
        <source>{0} by road</source>
        <translation>沿道路 {0}</translation>
    </message>
    <message>
        <source>{0} by straight line</source>
        <translation>按直线 {0}</translation>
    </message>
    <message>
        <source>no road leads there</source>
        <translation>无路可达</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>Times {0} by road; lights and traffic are not reckoned with</source>
        <translation>用时按{0}沿道路计算；不计红绿灯和拥堵</translation>
    </message>
    <message>
        <source>≈ times {0} from the straight line × 1.3 until the roads are read</source>
        <translation>≈ 路网载入前，用时按{0}由直线距离 × 1.3 估算</translation>
    </message>
    <message>
        <source>≈ times {0} from the straight line × 1.3: no roads are known here</source>
        <translation>≈ 用时按{0}由直线距离 × 1.3 估算：此处没有路网</translation>
    </message>
</context>
<context>
    <name>Unread</name>
    <message>
        <source>unread: {0}</source>
        <translation>未读：{0}</translation>
    </message>
</context>
<context>
    <name>Urgency</name>
    <message>
        <source>General</source>
        <translation>一般</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>紧急</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>特急</translation>
    </message>
</context>
<context>
    <name>ViewsCard</name>
    <message>
        <source>Bookmarks of the map</source>
        <translation>地图书签</translation>
    </message>
    <message>
        <source>A name for the view on show</source>
        <translation>为当前视图命名</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>前往</translation>
    </message>
</context>
<context>
    <name>WallAlarm</name>
    <message>
        <source>nobody sent for {0}</source>
        <translation>已 {0} 无人处置</translation>
    </message>
    <message>
        <source>+{0} more</source>
        <translation>另有 {0} 起</translation>
    </message>
</context>
<context>
    <name>WallFigures</name>
    <message>
        <source>Open</source>
        <translation>未结事件</translation>
    </message>
    <message>
        <source>To dispatch</source>
        <translation>待派遣</translation>
    </message>
    <message>
        <source>Handling</source>
        <translation>处置中</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Closed today</source>
        <translation>今日办结</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>在岗网格员</translation>
    </message>
</context>
<context>
    <name>WallIncidents</name>
    <message>
        <source>Open incidents</source>
        <translation>未结事件</translation>
    </message>
    <message>
        <source>All clear</source>
        <translation>暂无未结事件</translation>
    </message>
</context>
<context>
    <name>WallKey</name>
    <message>
        <source>{0} by {1}</source>
        <translation>单位：{0}，按{1}</translation>
    </message>
</context>
<context>
    <name>WallTitle</name>
    <message>
        <source>Grid governance, one map</source>
        <translation>网格治理一张图</translation>
    </message>
    <message>
        <source>REPLAY ×{0}</source>
        <translation>回放 ×{0}</translation>
    </message>
    <message>
        <source>Data is {0} old</source>
        <translation>数据已滞后 {0}</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>实时</translation>
    </message>
</context>
<context>
    <name>WallTowns</name>
    <message>
        <source>By town</source>
        <translation>各镇街</translation>
    </message>
    <message>
        <source>By community</source>
        <translation>各社区</translation>
    </message>
    <message>
        <source>By village</source>
        <translation>各村居</translation>
    </message>
    <message>
        <source>By unit</source>
        <translation>各单元</translation>
    </message>
    <message>
        <source>{0} open</source>
        <translation>未结 {0}</translation>
    </message>
    <message>
        <source>{0} overdue</source>
        <translation>超时 {0}</translation>
    </message>
</context>
<context>
    <name>WallWindow</name>
    <message>
        <source>Wangge wall</source>
        <translation>网格大屏</translation>
    </message>
</context>
<context>
    <name>Whereabouts</name>
    <message>
        <source>Click the map, or type coordinates or a crossing</source>
        <translation>点选地图，或输入坐标、路口</translation>
    </message>
    <message>
        <source>Taken from the words: {0}</source>
        <translation>据描述推定：{0}</translation>
    </message>
    <message>
        <source>{0:.5f}° E, {1:.5f}° N</source>
        <translation>{0:.5f}° E, {1:.5f}° N</translation>
    </message>
    <message>
        <source>Address, crossing or 36.389, 120.447</source>
        <translation>地址、路口，或 36.389, 120.447</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Class unknown</source>
        <translation>类别待定</translation>
    </message>
    <message>
        <source>{0}d {1}h</source>
        <translation>{0}天{1}小时</translation>
    </message>
    <message>
        <source>{0}h {1:02d}m</source>
        <translation>{0}小时{1:02d}分</translation>
    </message>
    <message>
        <source>{0}m {1:02d}s</source>
        <translation>{0}分{1:02d}秒</translation>
    </message>
    <message>
        <source>{0}s</source>
        <translation>{0}秒</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>剩{0}</translation>
    </message>
    <message>
        <source>{0} over</source>
        <translation>超{0}</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0}分钟</translation>
    </message>
    <message>
        <source>{0} ago</source>
        <translation>{0}前</translation>
    </message>
</context>
<context>
    <name>WorkList</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>To accept</source>
        <translation>待受理</translation>
    </message>
    <message>
        <source>To register</source>
        <translation>待立案</translation>
    </message>
    <message>
        <source>To dispatch</source>
        <translation>待派遣</translation>
    </message>
    <message>
        <source>To decide</source>
        <translation>待审批</translation>
    </message>
    <message>
        <source>To check</source>
        <translation>待核查</translation>
    </message>
    <message>
        <source>To close</source>
        <translation>待结案</translation>
    </message>
    <message>
        <source>Red lights</source>
        <translation>红灯</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>挂账</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>My cell</source>
        <translation>本网格</translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>Queue</source>
        <translation>事件队列</translation>
    </message>
    <message>
        <source>Incident</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Roster</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Search or command  Ctrl+K</source>
        <translation>搜索或命令  Ctrl+K</translation>
    </message>
    <message>
        <source>Wangge</source>
        <translation>网格</translation>
    </message>
</context>
</TS>
