<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Archive</name>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found so far, more below</source>
        <translation>
            <numerusform>%n found so far, more below</numerusform>
            <numerusform>%n found so far, more below</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AttachCard</name>
    <message numerus="yes">
        <source>Reading %n photo(s)…</source>
        <translation>
            <numerusform>Reading %n photo…</numerusform>
            <numerusform>Reading %n photos…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s), not sent yet</source>
        <translation>
            <numerusform>%n photo, not sent yet</numerusform>
            <numerusform>%n photos, not sent yet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Beside</name>
    <message numerus="yes">
        <source>%n earlier report(s)</source>
        <translation>
            <numerusform>%n earlier report</numerusform>
            <numerusform>%n earlier reports</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConflictsPanel</name>
    <message numerus="yes">
        <source>%n act(s) to decide</source>
        <translation>
            <numerusform>%n act to decide</numerusform>
            <numerusform>%n acts to decide</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Locking</name>
    <message numerus="yes">
        <source>Lock after %n minute(s)</source>
        <translation>
            <numerusform>Lock after %n minute</numerusform>
            <numerusform>Lock after %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MemberCard</name>
    <message numerus="yes">
        <source>%n stop(s)</source>
        <translation>
            <numerusform>%n stop</numerusform>
            <numerusform>%n stops</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoteCard</name>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message numerus="yes">
        <source>%n act(s) that waited went out.</source>
        <translation>
            <numerusform>%n act that waited went out.</numerusform>
            <numerusform>%n acts that waited went out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PaperWriter</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message numerus="yes">
        <source>%n open</source>
        <translation>
            <numerusform>%n open</numerusform>
            <numerusform>%n open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n overdue</source>
        <translation>
            <numerusform>%n overdue</numerusform>
            <numerusform>%n overdue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message numerus="yes">
        <source>%n incident(s)</source>
        <translation>
            <numerusform>%n incident</numerusform>
            <numerusform>%n incidents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RoomChips</name>
    <message numerus="yes">
        <source>%n note(s) to read</source>
        <translation>
            <numerusform>%n note to read</numerusform>
            <numerusform>%n notes to read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RosterPanel</name>
    <message numerus="yes">
        <source>%n on duty</source>
        <translation>
            <numerusform>%n on duty</numerusform>
            <numerusform>%n on duty</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n free</source>
        <translation>
            <numerusform>%n free</numerusform>
            <numerusform>%n free</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RosterView</name>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n member</numerusform>
            <numerusform>%n members</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SheetPage</name>
    <message numerus="yes">
        <source>%n row(s) so far…</source>
        <translation>
            <numerusform>%n row so far…</numerusform>
            <numerusform>%n rows so far…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message numerus="yes">
        <source>%n act(s) under way</source>
        <translation>
            <numerusform>%n act under way</numerusform>
            <numerusform>%n acts under way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kept on disk</source>
        <translation>
            <numerusform>%n kept on disk</numerusform>
            <numerusform>%n kept on disk</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s) to decide</source>
        <translation>
            <numerusform>%n conflict to decide</numerusform>
            <numerusform>%n conflicts to decide</numerusform>
        </translation>
    </message>
</context>
</TS>
