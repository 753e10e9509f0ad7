### Every sentence that the bot says, in English. The file for each other language has the same names with the same
### arguments; a test compares them. A sentence names the thing, states the fact and gives the next step.

## Times and spans

time = { $local } ({ $utc } UTC)
time-utc = { $utc } UTC
time-dated = { $date } { $time }
day = { $day } { $month }
day-year = { $day } { $month } { $year }
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = June
month-7 = July
month-8 = Aug
month-9 = Sept
month-10 = Oct
month-11 = Nov
month-12 = Dec
month-whole-1 = January
month-whole-2 = February
month-whole-3 = March
month-whole-4 = April
month-whole-5 = May
month-whole-6 = June
month-whole-7 = July
month-whole-8 = August
month-whole-9 = September
month-whole-10 = October
month-whole-11 = November
month-whole-12 = December
span-moment = less than 1 min
span-minutes = { $count } min
span-hours = { $count } h
span-days = { $count } d
span-both = { $larger } { $smaller }

## Terms

side-agency = the agency
side-platform = the platform
side-unknown = a member
side-clock = the clock
owner-agency = agency
owner-platform = platform
network-matrix = Matrix
network-discord = Discord
network-terminal = the terminal
kind-removal_referral = removal referral
kind-data_request = data request
kind-preservation = preservation request
kind-emergency = emergency
state-sent = sent
state-acknowledged = acknowledged
state-waiting = waiting for the agency
state-suspended = suspended
state-answered = answered
state-closed = closed
state-withdrawn = withdrawn
urgency-routine = routine
urgency-urgent = urgent
urgency-emergency = emergency
country-FR = France
country-US = the United States
basis-voluntary = voluntary
basis-terms = the platform’s terms
basis-law = the law
basis-mla = mutual legal assistance
data-subscriber = subscriber data
data-access = connection data (IP addresses)
data-traffic = traffic data
data-content = content data
data-preserve = preservation of all data
action-removed = removed
action-disabled = access disabled
action-restricted = restricted
action-labelled = labelled
action-demoted = recommended less
action-account_suspended = account suspended
action-account_terminated = account terminated
action-geo_blocked = blocked by country
action-already_gone = already gone
ground-law = under the law
ground-terms = under the terms
outcome-actioned = done
outcome-partly_actioned = done in part
outcome-no_action = no action (no violation of law or terms found)
outcome-not_found = nothing found there
outcome-no_data = no such data
outcome-refused = refused
outcome-produced = data produced, by the agreed channel
outcome-partly_produced = data produced in part, by the agreed channel
outcome-preserved = data preserved
outcome-partly_preserved = data preserved in part
refusal-no_violation = no violation of law or terms found
refusal-not_found = nothing found there
refusal-no_data = no such data
refusal-insufficient_information = insufficient information
refusal-manifest_error = manifest error
refusal-jurisdiction = another country’s authority is competent
refusal-wrong_channel = wrong channel
refusal-over_broad = too broad
refusal-public_interest = public interest
refusal-duplicate = duplicate of another case
refusal-needs_process = formal process is needed
refusal-requester_not_verified = requester not verified
refusal-unable = not possible for now
withdrawal-wrong_desk = wrong desk
withdrawal-duplicate = duplicate of another case
withdrawal-mistake = opened by mistake
withdrawal-no_longer_needed = no longer needed
withdrawal-other = for another reason
clock-acknowledge = acknowledgement
clock-effect = effect
clock-information = information
clock-expiry = expiry
clock-answer = answer
missed-statutory = statutory deadline passed by { $by }
missed-agreed = agreed target missed
missed-internal = own goal missed
event-reported = report
event-acknowledged = acknowledgement
event-asked = question
event-informed = information
event-resolved = answer
event-refused = answer
event-partly_answered = answer for some targets
event-suspended = inability
event-resumed = end of the inability
event-confirmed_gone = confirmation that it is gone
event-reopened = reopening
event-withdrawn = withdrawal
event-undone = undo
event-warned = warning
event-lapsed = missed clock
event-escalated = escalation
event-closed = closing
event-noted = note
event-assigned = assignment
event-snoozed = quiet
event-linked = link
event-admitted = letting in
event-dismissed = putting out
event-consulted = look at the address
event-confirmed = confirmation
event-extended = extension
event-expired = expiry
event-turned_away = refused try

## The card

needs-attention = { $case } needs attention
card-head = { $case } · { $kind } · { $state }
mark-overdue = overdue
mark-reopened = { $count ->
    [one] reopened once
   *[other] reopened { $count } times
}
practice = PRACTICE: { $line }
mark-practice = counts nowhere
mark-unconfirmed = UNCONFIRMED
card-basis-voluntary = voluntary referral: not an order, not a notice under article 16 DSA
card-basis-terms = voluntary referral under the platform’s terms: not an order, not a notice under article 16 DSA
card-basis-law = voluntary referral under the law: not an order, not a notice under article 16 DSA
card-basis-mla = request under mutual legal assistance: the formal request goes by its own channel, the data never through chat
card-basis-data = direct, voluntary request: not an order; the data goes by the agreed channel, never through chat
card-basis-data-law = direct request under the law: no order is served here; the data goes by the agreed channel, never through chat
card-basis-emergency = life is in danger: a voluntary request, not an order
card-unconfirmed = Nobody has confirmed it yet. A second officer: { $second } · the platform, having called the number on file ({ $numbers }): { $callback }
card-unconfirmed-no-number = Nobody has confirmed it yet. A second officer: { $second }. No number of { $agency } is on file for a call-back.
card-unconfirmed-minimal = Nobody has confirmed it yet. A second officer: { $second } · the platform, having called the number on file: { $callback }
card-asks = Asked for: { $data }
card-identifier = Whose: { $target }
card-identifiers = Whose ({ $count }):
card-target = Target: { $target }
card-targets = Targets ({ $count }):
card-place = { $place } · { $target }
card-place-answered = { $place } · { $target } · { $answer }
card-reason = Reason: { $reason }
card-reason-cut = Reason: { $reason } … The whole text: { $line }
card-reason-none = Reason: none given
card-from = From { $agency } ({ $by }), { $tlp }, { $urgency }
card-by-unconfirmed = { $by }, device not confirmed
card-asked-by = Asked by { $agency } ({ $by }), { $tlp }, { $urgency }
card-from-agency = From { $agency }, { $tlp }, { $urgency }
card-in-charge = In charge at the agency now: { $to }
card-opened = Opened { $at }
card-opened-late = Said { $at }, heard { $heard }: the clocks run from when it was said
card-file-agency = Agency’s file: { $file }
card-file-platform = Platform’s file: { $file }
card-minimal = This room shows no more of it. The target, to you alone: { $line }
card-minimal-not-here = { $tlp }: what it is about does not pass through Discord. Look in the desk’s rooms on Matrix.
card-minimal-not-here-data = It asks for data: whose data does not pass through Discord. Look in the desk’s rooms on Matrix.
card-minimal-elsewhere = This room shows no more of it: details are in the desk’s own rooms.
card-acknowledged = Acknowledged by { $by }, { $at }
card-confirmed = Confirmed by { $by }, { $at }
card-confirmed-callback = Confirmed by { $by } by a call to the number on file, { $at }
card-question = Question from { $by }, { $at }: { $text }
card-told = Information from { $by }, { $at }: { $text }
card-came-back = Reopened by { $by }, { $at }: { $text }
card-came-back-bare = Reopened by { $by }, { $at }
card-suspended = Unable until { $at }; until then the effect clock stands still
card-kept = Kept until { $at }, then let go unless the agency extends it
card-answer = Answer from { $by }, { $at }: { $answer }
card-answer-text = Added: { $text }
card-answer-each = { $answer }, each as listed above
card-answer-each-behind = { $answer }; each one’s answer: { $line }
card-parts = Answered so far: { $count } of { $all }, last by { $by }, { $at }
card-parts-text = Added for { $targets }: { $text }
card-links = See also: { $cases }
card-note = Note by { $by }, { $at }: { $text }
card-closed = Closed { $at }
card-withdrawn = Withdrawn { $at }
card-closes = Closes { $at } unless somebody acts before
measure = { $action }, in effect since { $at }
measure-ground = { $action } { $ground }, in effect since { $at }
measure-partly = { $action } in part, in effect since { $at }
measure-partly-ground = { $action } in part { $ground }, in effect since { $at }
refusal = refused ({ $ground })
card-clocks = Clocks: { $clocks }
clock-runs = { $clock } by { $due }, { $left } left
clock-missed = { $clock } due { $due }: { $verdict }
clock-stands = { $clock } stands still, { $left } left
card-next = Next: { $steps }
next-platform = { $commands } (platform)
next-agency = { $commands } (agency)
more = … and { $count } more: { $line }
address = { $count ->
    [one] { $case }: the live address, for you alone. That you opened it is recorded.
   *[other] { $case }: the { $count } live addresses, for you alone. That you opened them is recorded.
}
address-targets = { $count ->
    [one] { $case }: the target as it was reported, for you alone. That you opened it is recorded.
   *[other] { $case }: the { $count } targets as they were reported, for you alone. That you opened them is recorded.
}
shown-alone = { $case }: what it is about comes to you alone, in a conversation of two. If you have none with this bot yet, accept its invitation.
address-withdrawn = { $case } has been withdrawn by the agency: nothing is asked any more.

## Status lines

by-unconfirmed = { $by } (device not confirmed)
with-text = { $line } “{ $text }”
with-authority = { $line } Name that authority in the thread, so that the agency can turn to it.
with-said = { $line } Said { $at }.
with-due = { $line } That was due { $at }.
status-reported = { $case } reported by { $by }.
status-acknowledged = { $case } acknowledged by { $by }.
status-asked = { $case }: question from { $by }: “{ $text }” Answer with { $line }
status-asked-minimal = { $case }: question from { $by }. Answer with { $line }
status-informed = { $case }: information from { $by }: “{ $text }”
status-informed-minimal = { $case }: information from { $by }.
status-resolved = { $case } resolved by { $by }: { $measure }.
status-partly-resolved = { $case } partly resolved by { $by }: { $measure }.
status-refused = { $case } answered by { $by }: { $answer }.
status-answered-minimal = { $case } answered by { $by }.
status-partly-answered = { $case }: { $by } answered for { $count ->
    [one] target { $targets }
   *[other] targets { $targets }
} of { $all }: { $answer }. Still without an answer: { $left }.
status-partly-answered-minimal = { $case } answered in part by { $by }.
status-answered-rest-alike = { $case } answered by { $by } for all that was left: { $answer }.
status-answered-rest = { $case } answered by { $by } for all that was left: { $answer }. Altogether: { $outcome }.
status-suspended = { $case }: { $by } is unable until { $until }; until then the effect clock stands still.
status-resumed = { $case }: the inability is over, the effect clock runs again.
status-confirmed-gone = { $case } closed: { $by } confirmed that it is gone.
status-reopened = { $case } reopened by { $by }: still or again there. New clocks run.
status-reopened-asked = { $case } reopened by { $by }: the answer is not what was asked for. New clocks run.
status-withdrawn = { $case } withdrawn by { $by }: { $why }.
status-withdrawn-minimal = { $case } withdrawn by { $by }.
status-undone = { $case }: { $by } took back the last act ({ $what }). State: { $state }.
status-warned = { $case }: three quarters of a clock’s time have passed.
status-lapsed = { $case }: a clock was missed.
status-escalated = { $case }: a missed clock was told further up.
status-closed = { $case } closed: seven quiet days after the answer.
status-noted = { $case }: note by { $by }: “{ $text }”
status-noted-minimal = { $case }: note by { $by }. This room may not show its words.
status-assigned = { $case }: { $to } is in charge for { $side } from now on, says { $by }.
status-assigned-self = { $case }: { $to } is in charge for { $side } from now on.
status-assigned-minimal = { $case }: somebody else is in charge for { $side }.
status-snoozed = { $case }: alerts to { $side } are put off until { $until } by { $by }: “{ $text }” No clock stops for it.
status-snoozed-minimal = { $case }: alerts to { $side } are put off until { $until }. No clock stops for it.
status-linked = { $case } linked with { $other } by { $by }.
status-produced = { $case } answered by { $by }: data produced. It goes by the agreed channel, never through chat.
status-partly-produced = { $case } answered by { $by }: data produced in part. It goes by the agreed channel, never through chat.
status-preserved = { $case } answered by { $by }: data preserved until { $until }.
status-partly-preserved = { $case } answered by { $by }: data preserved in part until { $until }.
status-confirmed = { $case } is confirmed: by { $by }, as a second officer.
status-confirmed-callback = { $case } is confirmed: by { $by }, who called the number on file.
status-extended = { $case }: { $by } has the data kept until { $until }.
status-expired = { $case } has expired: the data need not be kept any longer.
status-turned-away = { $case }: { $by } tried to confirm their own emergency.
status-admitted = Somebody was let in for a while by { $by }.
status-dismissed = Somebody was put out by { $by }.
status-consulted = { $case }: { $by } opened the address.

## Alerts

alert-left = { $left } left
alert = { $case }: { $clock } ({ $side }), { $verdict }: due { $due }.
alert-late = { $case }: { $clock } ({ $side }), { $verdict }: due { $due }, alert late by { $late }: the bot was down.
alert-desk = { $case } ({ $desk }): { $clock } ({ $side }), { $verdict }: due { $due }.
alert-late-desk = { $case } ({ $desk }): { $clock } ({ $side }), { $verdict }: due { $due }, alert late by { $late }: the bot was down.
alert-held = { $case }: { $clock } ({ $side }), { $verdict }: due { $due }, alert late by { $late }: this room or its network could not be reached.
alert-held-desk = { $case } ({ $desk }): { $clock } ({ $side }), { $verdict }: due { $due }, alert late by { $late }: this room or its network could not be reached.
alert-unread = Not everything on { $network } could be read yet: an answer may be waiting there.
step-acknowledge = To acknowledge: { $line }
step-effect = To answer: { $line } or { $refuse }
step-information = To answer the question: { $line }
step-expiry = To have it kept for longer: { $line }

## Digests

digest = { $desk } · daily digest · { $day }
digest-platform = { $count ->
    [0] The platform has nothing to act on.
    [one] The platform must act on 1 case:
   *[other] The platform must act on { $count } cases:
}
digest-agency = { $count ->
    [0] The agency has nothing to act on.
    [one] The agency must act on 1 case:
   *[other] The agency must act on { $count } cases:
}
digest-own = { $count ->
    [0] You have nothing to act on.
    [one] You must act on 1 case:
   *[other] You must act on { $count } cases:
}
digest-row = { $case } · { $state }
row-due = due { $due }
row-target = { $target }
row-targets = { $target } and { $count } more
digest-open = open: { $count }
digest-due-today = still due today: { $count }
digest-new = new since { $since }: { $count }
digest-answered = answered: { $count }
digest-kind = { $kind }
digest-spread = time to answer, of { $count }: median { $median }, 90th percentile { $ninetieth }
digest-closing-today = Closes today unless somebody acts: { $cases }
digest-closing = Closes tomorrow unless somebody acts: { $cases }
digest-closing-sunday = Closes on Sunday unless somebody acts: { $cases }
head-of-week = No digest this week. Audit head: { $head }
digest-head = Audit head: { $head }
coordination = All desks · daily digest · { $day }
coordination-quiet = All desks · daily digest · { $day } · no case
coordination-desk = { $desk }: { $open } open, { $platform } with the platform, { $agency } with the agency
coordination-overdue = overdue: { $count }
coordination-overdue-least = overdue: { $count } or more
coordination-new = new: { $count }
coordination-turned-away = Emergencies turned away since { $since }: { $count }
coordination-silent = { $count ->
    [one] 1 more desk has no case.
   *[other] { $count } more desks have no case.
}

## Figures

stats = { $who } · figures
stats-of = { $what }
stats-all-desks = All desks
stats-quarter = Q{ $count } { $year }
stats-month = { $month } { $year }
stats-week = week { $count } of { $year }, { $first } to { $last }
stats-days = { $first } to { $last }, { $count } days
stats-empty = In these days no case was opened or due, and nothing was asked.
stats-empty-part = no case
stats-opened = opened: { $value }
stats-left-out = left out: { $count } withdrawn or duplicate
stats-answered = answered, of those due: { $value }
stats-share = { $percent } % ({ $part }/{ $whole })
stats-few = { $part }/{ $whole }, too few for a share
stats-none-due = none was due
stats-none-settled = none has closed yet
stats-none-yet = none yet
stats-none-asked = none yet
stats-waiting = still unanswered: { $count }
stats-nothing = none
stats-ahead = not yet due: { $value }
stats-ahead-answered = { $count } of them answered already
stats-acknowledgement = to acknowledgement: { $value }
stats-effect = to effect: { $value }
stats-spread = median { $median }, 90th percentile { $ninetieth }, of { $count }
stats-open = still open: { $count }
stats-refused = refused: { $value }
stats-grounds = { $count } ({ $grounds })
stats-ground = { $ground }: { $count }
stats-information = the agency’s answers to questions: { $value }
stats-reopened = came back, of those closed: { $value }
stats-compared = Beside each, as “then”: { $period }
stats-then = then: { $value }
stats-by-desk = By desk:
stats-by-agency = By agency:
stats-by-kind = By kind:
stats-by-urgency = By urgency:
stats-part = { $part }: { $figures }
stats-unnamed = No period was named: these are the last { $count } days. Another one: { $line }
stats-explained = How they are counted:
stats-explain-opened = opened: the cases that were opened in the period ({ $count }). Withdrawn cases and duplicates ({ $out }) are in no figure, and a practice desk’s cases are not counted at all.
stats-explain-answered = answered: the cases that have a measure, or a refusal with its ground ({ $part }), of all whose answer was due in the period, up to now ({ $whole }), whenever they were opened. “Not possible for now” is no answer. A case about several addresses counts once, by what its answers come to when each has one. Not yet due ({ $ahead }) are cases opened in the period whose answer is due later, or whose clock stands still; they are in no share.
stats-explain-acknowledgement = to acknowledgement: from the start of the case’s clock to its acknowledgement, of the cases opened in the period that have one ({ $count }); still open are those that nobody has acknowledged ({ $open }). A case that came back counts from its coming back.
stats-explain-effect = to effect: from the start of the case’s clock to the moment when the platform’s measure took effect, as it says, of the cases opened in the period that have one ({ $count }); still open are those without an answer ({ $open }). An effect before the start counts as no time; what somebody else had removed is not counted. Time in which the clock stood still is part of it.
stats-explain-refused = refused: the refusals that stand ({ $count }), of the cases opened in the period, by ground.
stats-explain-information = the agency’s answers: from the platform’s question to the agency’s information, of the questions asked in the period that have one ({ $count }); still unanswered are those that wait ({ $open }). A question that the platform did not wait for is not counted.
stats-explain-reopened = came back: the cases that were still or again there, or whose answer was not what was asked for ({ $part }), of these and all that closed ({ $whole }), opened in the period.
stats-explain-ranks = The median is the shortest time that half of them do not exceed, the 90th percentile that nine in ten do not: nearest ranks, of times that were really taken.
stats-explain-few = Of fewer than { $count } no share is told.
stats-explain-days = Days go from midnight to midnight in { $zone }: { $first } to { $last }. What happened is kept in UTC: another zone of the desk moves the ends of every period, past ones too, and nothing else.
stats-practice = This desk is for practice: its cases are in no figure. What it has open: { $line }
stats-no-desk = No figures of a desk “{ $word }” are shown in this room. What it shows: { $line }
stats-no-organisation = No desk that this room shows has an organisation “{ $word }”. Those that there are: { $names }. All together: { $line }

## Lists

and-more = { $cases } and { $count } more
new-cases = { $count ->
    [one] 1 new case:
   *[other] { $count } new cases:
}
new-cases-cards = Each gets its card when it next changes, or when asked for: { $line }
cases = { $count ->
    [one] 1 open case:
   *[other] { $count } open cases:
}
cases-filter = { $count ->
    [one] 1 case for “{ $filter }”:
   *[other] { $count } cases for “{ $filter }”:
}
cases-none = No case is open. What can be typed: { $line }
cases-none-filter = No case for “{ $filter }”. All open cases: { $line }
cases-many = More than { $count } open cases:
cases-filter-many = More than { $count } cases for “{ $filter }”:
cases-shown = { $first } to { $last }
cases-shown-one = { $number }
cases-page = Page { $page } of { $pages } ({ $shown }). The next: { $line }
cases-page-last = Page { $page } of { $pages } ({ $shown }), the last. From the start: { $line }
cases-page-end = Page { $page } ({ $shown }), the last that is shown: a word narrows the list. From the start: { $line }
cases-page-none = { $pages ->
    [one] There is no page { $page }: all of them stand on one. It is shown by { $line }
   *[other] There is no page { $page }: the list has { $pages }. The last: { $line }
}
bulk-done = { $done ->
    [one] Done on 1 case.
   *[other] Done on all { $done } cases.
}
bulk = Done on { $done } of { $all } cases. Not possible on { $count }:
bulk-item = { $case }: { $why }
bulk-more = Not possible either: { $cases }

## What the bot answers beside its cards

fault = That did not go through. Nothing was changed. Reference { $reference }. Send the line again in a minute; if it fails again, give the reference to the bot’s operator.
answers-together = You sent many lines at once. The answers to { $count } of them, in order:
could-not-read = Your message of { $since } could not be decrypted, so it was not read. If its key still comes, it is carried out then; to have it done now, send it again.
member-on-discord = a member on Discord (…{ $number })
role-on-discord = those of a role on Discord (…{ $number })
form-report = Report content
form-resolved = What was done
form-refuse = No measure, and why
form-ask = A question to the agency
form-info = Information for the platform
form-emergency = Emergency: life is in danger
hint-resolved-without-action = leave it empty if data was produced
hint-places = 1,3 (or leave it empty: all that are left)
button-ack = Acknowledge
button-resolved = Resolve
button-refuse = Refuse
button-ask = Ask
button-confirm = Confirm as second officer
button-callback = Confirm by call-back
button-produced = Data produced
button-partly_produced = Data produced in part
button-preserved = Data preserved
button-case = Show address
address-not-here = { $case } is { $tlp }: its address does not pass through Discord. Open it in the desk’s rooms on Matrix.
address-not-here-data = { $case } asks for data: whose data does not pass through Discord. Open it in the desk’s rooms on Matrix.
request-not-here = Nothing of this was kept: whose data is asked for does not pass through Discord. Delete your message if it stands in the channel, and send the request in { $rooms } on Matrix: { $line }
request-nowhere = Nothing of this was kept: whose data is asked for does not pass through Discord, and this desk has no room on Matrix. Delete your message if it stands in the channel, and send the request through the formal channel; the bot’s operator can add a room on Matrix.
emergency-not-here = { $case } is told to both sides. Whose data it asks for has passed through Discord because you typed it here; the bot shows it in { $rooms } on Matrix alone. Write it there the next time.
emergency-nowhere = { $case } is told to both sides, but whose data it asks for is shown to nobody: it does not pass through Discord, and this desk has no room on Matrix. Call the platform and say whose.
emergency-call = { $case } has waited for { $after }, and nobody at the platform has taken it up. The number on file: { $numbers }
emergency-no-number = { $case } has waited for { $after }, nobody at the platform has taken it up, and no number of the platform is on file. Call it in whatever way you know; the bot’s operator can put its number on file.
emergencies-many = { $agency } has opened { $count } emergencies within an hour, the last of them { $case }. All of them went out. If you know of no reason, call { $agency }: somebody else may be using an account of theirs.
turned-away-stranger = An emergency was refused: whoever sent it is no member of this desk’s organisations. No case was opened; the try is recorded. If it was meant, one of the agency’s members sends it.
turned-away-platform = An emergency was refused: whoever sent it stands on the platform’s side, and emergencies are the agency’s. No case was opened; the try is recorded.
room-of-no-desk = Liaison does not work in this channel: it belongs to no desk. Use the desk’s channel, or ask the bot’s operator to add this one to its configuration.
answer-refused = Discord did not take the answer, so it cannot be shown here. Ask for it in another room of the desk, or ask the bot’s operator.
answer-refused-case = { $case }: Discord did not take the answer, so it cannot be shown here. Ask for it in another room of the desk, or ask the bot’s operator.
alone-refused = A message to you alone was not taken. Allow messages from members of this server or room, then ask again.
alone-refused-case = { $case }: a message to you alone was not taken, so the address was not shown. Allow direct messages from this server or room, then ask again: { $line }
bot-lacks-rights = Nothing was changed: the bot may not work in this channel. Whoever manages the server gives its role, in the channel’s settings under Permissions: { $rights }. Then send the command again.
right-see = View Channel
right-speak = Send Messages
right-reread = Read Message History
was-away = The bot was away from { $from } to { $until }. Commands and buttons used in that time were not heard: use them again.
guest-proposed = “{ $word }” is proposed as a member of { $organisation } until { $until }, and has no right yet. Another supervisor of the organisation, or a coordinator, sends { $line }
guest-proposed-called = “{ $word }” is proposed as a member of { $organisation } until { $until }, as “{ $alias }” to the other side, and has no right yet. Another supervisor of the organisation, or a coordinator, sends { $line }
guest-unproposed = “{ $word }” is no longer proposed as a member of { $organisation } until { $until }.
guest-unproposed-called = “{ $word }” is no longer proposed as a member of { $organisation } until { $until }, as “{ $alias }” to the other side.
guest-let-in = “{ $word }” is a member of { $organisation } until { $until }.
guest-let-in-called = “{ $word }” is a member of { $organisation } until { $until }, as “{ $alias }” to the other side.
guest-put-out = “{ $word }” is no member of { $organisation } any more; it was to be until { $until }.
guest-put-out-called = “{ $word }” is no member of { $organisation } any more; it was to be until { $until }. The other side goes on reading “{ $alias }” for what they did.
guest-over = “{ $word }” was a member of { $organisation } until { $until }, and is none any more.
guest-over-called = “{ $word }” was a member of { $organisation } until { $until }, and is none any more. The other side goes on reading “{ $alias }” for what they did.
duty-begun = { $by } is on duty until { $until }: alerts call them first. To end it before: { $line }
duty-ended = { $by } is no longer on duty.
duty-over = The duty of { $by } is over.
duty-over-nobody = The duty of { $by } is over, and nobody of your side is on duty now. Whoever takes over sends { $line }
duty-row = { $organisation }: on duty { $people }
duty-row-nobody = { $organisation }: nobody is on duty
duty-person = { $by } until { $until }
undone-among-yourselves = { $case }: your last act is taken back.
edited-unread = An edited message is not read as a command: nothing was changed. Send the line as a new message.
edited-after = { $case } stays as your message first said it: an edited message changes nothing. Send what has changed as a new line.
reaction-asks-for-measure = { $case }: a reaction does not say what was done. To say it: { $line }
reaction-undoes-nothing = { $case }: something has happened since you acknowledged it, so that taking the reaction away takes nothing back. What the case is now: { $line }
barred = Commands in { $room } are refused: the bot lacks { $rights } there. Whoever manages the server gives it, in the channel’s settings under Permissions.
parked = A post for { $room } cannot be delivered: { $why }. It is kept; the bot needs to be let into that room, with the right to speak.
parked-case = { $case }: a post for { $room } cannot be delivered: { $why }. It is kept; the bot needs to be let into that room, with the right to speak.
report-left-out = { $count ->
    [one] { $case } is open. 1 target is in a case already and was left out: { $cases }.
   *[other] { $case } is open. { $count } targets are in cases already and were left out: { $cases }.
}
withdrawn-unopened = { $case } is withdrawn and its posts are redacted. Nobody had opened the address through the bot.
withdrawn-opened = { $count ->
    [one] { $case } is withdrawn and its posts are redacted. The address had been opened through the bot by { $by }.
   *[other] { $case } is withdrawn and its posts are redacted. The address had been opened through the bot by { $count } people, the first of them { $by }.
}

## Refusals: the rule, and what can be done instead

refused-stranger = { $command } is for members of this desk’s organisations. You are not among them: the bot’s operator can add you.
refused-reviewer = { $command } changes a case. As a reviewer you read all of them and change none: { $line }
refused-wrong-side = { $command } belongs to { $side }. What your side can send: { $line }
refused-wrong-room = { $command } has no place in this room. Send it in a shared room of the desk, or in your organisation’s own.
refused-no-such-case = There is no case { $case } on this desk. Those that are open: { $line }
refused-no-such-desk = No digest of “{ $word }” is shown in this room. What it shows: { $line }
refused-other-agency = { $case } was opened by another agency of this desk: that agency alone can change it.
refused-taken-back = { $case } had gone to the wrong desk and was taken back: what it held is shown to nobody any more.
refused-wrong-state = { $case }, now “{ $state }”, does not take { $command }. What it takes: { $line }
refused-already-answered = { $case } was answered by { $by }, { $at }. If it is back, the agency sends { $line }
refused-answered-oneself = You answered { $case }, { $at }. To correct that, take it back first: { $line }
refused-unable-already = { $case }: the platform is unable until { $until } already. To go on before that, or to name another time: { $line }
refused-no-such-target = { $count ->
    [one] { $case } has one target, and an answer to it needs no number. Its card: { $line }
   *[other] { $case } has { $count } targets, and no number { $target }. Their numbers stand on its card: { $line }
}
refused-target-answered = Target { $target } of { $case } was answered by { $by }, { $at }. What is left: { $line }
refused-unable-for-some = { $case }: being unable holds the whole case and its clock, not single targets. For all of it: { $line }
refused-already-acknowledged = { $case } was acknowledged by { $by }, { $at }. To answer: { $line }
refused-too-late-to-reopen = { $case } was answered { $at }, more than six months ago, and cannot be reopened. Open a new case: { $line }
refused-effect-in-future = { $case }: { $at } is still to come, and a measure is told once it is in effect. If it is in effect now, leave out the time: { $line }
refused-until-in-past = { $case }: { $until } has passed. Name a later time: { $line }
refused-until-too-far = { $case }: { $until } is more than { $count } days away, and an inability holds the clock for { $count } days at most. Name an earlier time, or answer with another ground: { $line }
refused-already-reported = That is in { $case } already, now “{ $state }”. What that case takes: { $line }
refused-nothing-to-undo = { $case }: the last act is not yours, so that there is nothing to take back.
refused-too-late-to-undo = { $case }: more than ten minutes have passed since your last act. It stands; say what has changed instead.
refused-note-among-both = { $case }: a note is for your own side, and both sides read this room, so it was not stored. Delete your message, and write the note in your organisation’s own room.
refused-note-no-room = { $case }: a note is for your own side, and both sides read this room, so it was not stored. Delete your message. Your organisation has no room of its own on this desk: the bot’s operator can add one.
refused-no-such-member = “{ $word }” names nobody of your organisation on this desk, so nothing was assigned. How people are named: { $line }
refused-snooze-in-past = { $case }: alerts cannot be put off until { $until }, which has passed. Name a later time: { $line }
refused-snooze-too-long = { $case }: alerts can be put off for { $longest } at most. A shorter time: { $line }
refused-nothing-rings = { $case }: nothing would ring for your side before { $until }, so there is nothing to put off.
refused-supervisors-only = Only a supervisor of the organisation lets people in and out, and a coordinator confirms: nothing was changed. Ask one of them.
refused-no-identity = “{ $word }” names nobody: one person is let in by their full identity, no server and no role. A line that works: { $line }
refused-member-already = “{ $word }” is a member already, so nothing was changed.
refused-own-proposal = “{ $word }” was proposed by you for { $organisation } until { $until }: another supervisor of the organisation, or a coordinator, sends { $line }
refused-own-proposal-called = “{ $word }” was proposed by you for { $organisation } until { $until }, as “{ $alias }” to the other side: another supervisor of the organisation, or a coordinator, sends { $line }
refused-proposed-otherwise = “{ $word }” was proposed for { $organisation } until { $until }, without an alias, so nothing was confirmed. To confirm that: { $line }. To propose something else, take it back first: { $back }
refused-proposed-otherwise-called = “{ $word }” was proposed for { $organisation } until { $until }, as “{ $alias }” to the other side, so nothing was confirmed. To confirm that: { $line }. To propose something else, take it back first: { $back }
refused-no-alias = “{ $word }” cannot be an alias, so nothing was changed. An alias has at most 64 letters, digits, spaces, hyphens, underscores, points and apostrophes, no point between two letters, and is no address: “PHAROS-15”.
refused-alias-taken = “{ $word }” is the name of somebody, or of an organisation, so nothing was changed. Choose an alias that nobody bears: “PHAROS-15”.
refused-guest-among-both = Who is let in, and under which alias, is for your own side, and both sides read this room, so nothing was changed. Delete your message, and send the line in your organisation’s own room.
refused-guest-no-room = Who is let in, and under which alias, is for your own side, and both sides read this room, so nothing was changed. Delete your message. Your organisation has no room of its own on this desk: the bot’s operator can add one.
refused-coordinators-only = In this room a coordinator confirms who is let in, so nothing was changed. A supervisor sends the line in their organisation’s own room.
refused-no-proposal = Nobody has proposed “{ $word }”, so there is nothing to confirm. A supervisor proposes in their organisation’s own room: { $line }
refused-several-proposals = More than one organisation has named “{ $word }”, so nothing was changed. A supervisor of each sends the line in their organisation’s own room: { $line }
refused-no-guest = “{ $word }” was not let in here, so there is nobody to put out. Members of the configuration are the operator’s to take away.
refused-stay-in-past = { $until } has passed: name a later time.
refused-stay-too-long = Nobody is let in for more than { $count } days: name an earlier time, or have the operator write them into the configuration.
refused-duty-in-past = { $until } has passed, so your duty was not begun. Name a later time: { $line }
refused-duty-too-long = A duty lasts { $longest } at most, so yours was not begun. It ends by itself after that: { $line }
refused-not-on-duty = You are not on duty, so there is nothing to end. To begin: { $line }
refused-linked-already = { $case } and { $other } are linked already, or are one case. What is linked with it: { $line }
refused-nothing-of-ones-own = Your last command here did nothing that could be taken back. To take back your last act on one case: { $line }
refused-nothing-to-hand-over = “{ $word }” answers for no open case of your organisation on this desk, so nothing was handed over. The open cases: { $line }
refused-holidays-unknown = Nothing was changed: this clock would run past { $year }, and the public holidays of { $country } are known here to the end of that year only. The bot’s operator installs a newer version of it, or takes the organisation’s holidays out of its configuration.
refused-device-not-confirmed = { $command } was not taken: your device is not confirmed, or the message came unencrypted. Verify this session in your client’s settings, then send the line again.
refused-person-not-verified = { $command } was not taken: on this desk only people whom the bot’s operator has verified may send it. Ask the operator to verify you, then send the line again.
refused-already-answered-data = { $case } was answered by { $by }, { $at }. If that is not what was asked for, the agency sends { $line }
refused-wrong-kind = { $case } ({ $kind }) does not take { $command }. What can be sent: { $line }
refused-action-missing = { $case } asks for content to be taken down: say what was done. A line that works: { $line }
refused-action-not-asked = { $case } ({ $kind }) asks for data, so that there is no measure to name. Leave it out: { $line }
refused-ground = { $case } ({ $kind }) is not refused with “{ $ground }”. A line that works: { $line }
refused-data-in-chat = { $case } asks for data, and none of it may stand in chat: a text here has at most { $count } characters, and in it no address, telephone number or long number. Send the data by the agreed channel, then here: { $line }
refused-nothing-kept = Nothing is kept for { $case } any longer. Open a new request: { $line }
refused-kept-anyway = { $case } is kept until { $due } anyway; { $until } is no later. Name a later time, or none: { $line }
refused-kept-too-long = { $case }: { $until } is more than { $count } days away, and no extension is longer. Name an earlier time, or none: { $line }
refused-already-confirmed = { $case } was confirmed by { $by }, { $at }. What it says: { $line }
refused-own-emergency = { $case } was not confirmed: whoever opened an emergency does not confirm it, and the try is recorded. A second officer sends { $line }; the platform, having called the number on file, { $callback }
refused-callback-missing = { $case } is confirmed on the platform’s side by a call to the number on file alone. Having called: { $line }
refused-callback-of-agency = { $case }: the call-back is the platform’s. A second officer of the agency sends { $line }
refused-no-number-on-file = { $case }: no number of the agency is on file, so that none can have been called. A second officer of the agency sends { $line }; the bot’s operator can put a number on file.

## Lines that could not be read: what was read, what was expected, a line that works

unread-command = There is no command “{ $word }”. What can be typed: { $line }
unread-command-near = There is no command “{ $word }”. The nearest: { $line }
unread-option = { $command } has no option “{ $word }”. It has { $options }. A line that works: { $line }
unread-option-near = { $command } has no option “{ $word }”. The nearest is { $option }. A line that works: { $line }
unread-option-twice = { $option } stands twice after { $command }. It is taken once: { $line }
unread-option-missing = { $command } needs { $option } with one of { $values }. A line that works: { $line }
unread-option-empty = { $option } after { $command } has no value. A line that works: { $line }
unread-option-spaced = It is not clear whether { $option } “{ $word }” belongs to your text. As an option it stands without a space; in the text it can be put otherwise. A line that works: { $line }
unread-value = “{ $word }” is no value of { $option } after { $command }. It takes { $values }. A line that works: { $line }
unread-quote = The quotation mark after { $option } is not closed, so that { $command } was not read. A line that works: { $line }
unread-moment = “{ $word }” is no time for { $option } after { $command }. Times are written as 14:22 or 2026-10-24T20:00. A line that works: { $line }
unread-moment-skipped = “{ $word }” after { $option } does not exist: the clocks go forward over it that night. Name another time for { $command }: { $line }
unread-period = “{ $word }” after { $command } is no period. A period is a month (2026-10), a quarter (2026-Q4), a year (2026), a week (2026-W45), a day (2026-10-24), two days (2026-10-01..2026-10-15) or the last days (7d). A line that works: { $line }
unread-period-backwards = “{ $word }” after { $command } ends before it begins. The other way round: { $line }
unread-periods-overlap = An equally long period from “{ $word }” on shares days with the other or is not over yet. A line that works: { $line }
unread-date = “{ $word }” is no day for { $option } after { $command }. A day is written 2026-07-01. A line that works: { $line }
unread-until-missing = { $command } with “ground:unable” needs the time from which you are able again. A line that works: { $line }
unread-until-alone = { $command } takes “until” only with “ground:unable”. A line that works: { $line }
unread-text-missing = { $command } needs a text. A line that works, with your words in place of “…”: { $line }
unread-assignee-missing = { $command } does not say who is to be in charge. A line that works: { $line }
unread-from-with-cases = { $command } with “from” hands over everything that somebody answers for: leave out the cases, or leave out “from”. A line that works: { $line }
unread-snooze-end-missing = { $command } does not say until when. A line that works: { $line }
unread-guest-missing = { $command } does not say who. A line that works: { $line }
unread-until-of-off = { $command } takes “until” where a duty begins; one that ends, ends now. A line that works: { $line }
unread-cases-two = { $command } takes two cases. A line that works: { $line }
unread-text-long = The text after { $command } has { $count } characters, and at most { $limit } are taken. Shorten it: { $line }
unread-text-twice = The text stands twice after { $command }: in { $option } and after it. It is taken once: { $line }
unread-leftover = { $command } does not know what to do with “{ $word }”. A line that works: { $line }
unread-case-missing = { $command } does not say which case. Reply to the case’s card, or name it: { $line }
unread-case-differs = You replied to { $case } and named { $cases }, so that { $command } was not done on either. Name one: { $line }
unread-case = “{ $word }” after { $command } is no reference. References are letters, a hyphen and a number: { $line }
unread-case-range = “{ $word }” after { $command } is no range. Ranges run upwards within one desk: { $line }
unread-cases-mixed = { $cases } are of several desks, and { $command } is for one desk at a time: { $line }
unread-cases-many = { $command } was given { $count } cases, and it takes { $limit } at once at most. Send them in parts: { $line }
unread-cases-one = { $command } shows one case, and { $cases } are several. A line that works: { $line }
unread-places = “{ $word }” names no targets. They have numbers on the card: { $option } 1, or 1,3, or 1..3. A line that works: { $line }
unread-places-of-many = Numbers of targets are those of one case, and here { $cases } are named. One of them at a time; how: { $line }
unread-target-missing = { $command } does not say what it is about. Give an address or an account: { $line }
unread-identifier-missing = { $command } does not say whose data is asked for. Give an account, an e-mail address, a telephone number, or an IP address with its time: { $line }
unread-target-late = “{ $word }” stands among the words after { $command }, so that nothing was reported. What is reported stands before them; what is only mentioned, in { $option } between quotation marks. To report it too: { $line }
unread-target-nonsense = “{ $word }” after { $command } cannot be read as an address. A line that works: { $line }
unread-target-scheme = “{ $word }” after { $command } is no web address: http and https alone can be reported. A line that works: { $line }
unread-target-credentials = “{ $word }” after { $command } holds a user name or a password. Leave that part out: { $line }
unread-target-host = “{ $word }” after { $command } names no server. A line that works: { $line }
unread-target-account = “{ $word }” after { $command } is no account. Accounts begin with an at sign: { $line }
unread-target-phone = “{ $word }” after { $command } is no telephone number. Numbers begin with + and their country: { $line }
unread-target-moment = “{ $word }” after { $command }: an IP address is shared by many people, and points to one of them only with the past time of its use. Both stand between quotation marks: { $line }
unread-target-long = “{ $word }” after { $command } is longer than the { $limit } bytes that an address may have. A line that works: { $line }
unread-targets-many = { $command } was given { $count } targets, and a case takes { $limit } at most. Send them in several reports: { $line }
unread-long = The message has { $count } bytes, and at most { $limit } are taken. Send a shorter one: { $line }
unread-order = “{ $word }” after { $command }: formal orders, with clocks of the law, are not kept here yet; they go by their own channel. A voluntary one: { $line }

## Help

help = { $count ->
    [one] 1 command. Reply to a case’s card, or name the case.
   *[other] { $count } commands. Reply to a case’s card, or name the case.
}
help-row = { $line }: { $does }
help-row-side = { $line } ({ $side }): { $does }
help-more = More about one of them: { $line }
help-also = Also: { $names }
help-options = Options:
help-option-choice = { $option } one of { $values }
help-option-time = { $option } a time, as 14:22 or 2026-10-24T20:00
help-option-lasting = { $option } how long or until when, as 2h, 12h, 1d or 18:00
help-option-period = { $option } a period, as 2026-10, 2026-Q4, 2026, 2026-W45, 2026-10-01..2026-10-15 or 7d
help-option-date = { $option } a day, as 2026-07-01
help-option-cases = { $option } one or several references
help-option-target = { $option } an address, or in quotation marks what else leads there
help-option-account = { $option } an account’s name
help-option-identifier = { $option } an account, an e-mail address, a telephone number with +, or in quotation marks an IP address and its time
help-option-file = { $option } your own file number
help-option-places = { $option } which targets of the case, by their numbers on its card: 1,3 or 1..3
help-option-command = { $option } a command’s name
help-option-filter = { $option } words to search for, and any of { $values }
help-option-named = { $option } { $what }
help-option-words = { $option } your words, in quotation marks
help-option-needed = { $line } (needed)
help-option-needed-content = { $line } (needed for content)
help-examples = For example:
help-unknown = There is no command “{ $word }”.
does-report = opens a case
does-ack = says that you have it
does-resolved = says what was done, and when it took effect
does-refuse = answers without a measure, and says why
does-ask = asks the agency a question
does-info = answers a question, or adds something
does-withdraw = takes a case back
does-still-up = says that it is still or again there, or that the answer is not what was asked for
does-gone = confirms that it is gone, and closes the case
does-case = shows a case; with the address, to you alone
does-cases = lists the open cases, or those that fit a filter or hold a word
does-digest = shows what is open and who must act
does-undo = takes back what you did last, for ten minutes
does-note = notes something for your own side alone
does-assign = says who is in charge on your side
does-snooze = puts off the alerts to your side
does-duty = says that you are on duty, or shows who is
does-desk-member = lets somebody in for a while: one supervisor proposes, another confirms
does-link = says that two cases have to do with each other
does-stats = shows the figures of a period, and how they are counted
does-help = says what can be typed
does-request = asks for data, or for it to be kept
does-emergency = asks for data or removal at once: life is in danger
does-confirm = confirms somebody else’s emergency
does-extend = has data kept for longer
option-case = the case: YT-42; or several: YT-12..31
option-target = the address, or what else leads there
option-resolved-target = which targets, by their numbers on the card: 1,3
option-refuse-target = which targets, by their numbers on the card: 1,3
option-account = the account’s name
option-request-account = whose data: account, e-mail, phone with +, or IP address and time
option-emergency-account = whose: account, e-mail, phone with +, or IP address and time
option-type = which data, or that all is to be preserved
option-callback = whether you, the platform, called the number on file
option-extend-until = until when, as 2026-06-01
option-reason = why
option-basis = what you rely on
option-urgency = how fast it must go
option-tlp = who may see reasons, notes and people
option-ref = your own file number
option-action = what was done
option-ground = on which ground
option-at = when it took effect, as 14:22
option-partly = whether only a part of it was done
option-until = until when, as 18:00
option-text = your words
option-filter = overdue, mine, waiting-on-us, closes-tomorrow, urgent, a state; or words to search for
option-desk = which desk
option-period = the days: 2026-10, 2026-Q4, 2026, 2026-W45, 7d
option-compare = the first day of an equally long period: 2026-07-01
option-explain = whether each figure says how it is counted
option-organisation = which agency or platform
option-kind = which kind of case
option-command = which command
option-address = the address itself, shown to you alone
option-to = who is in charge from now on
option-from = whose cases are handed over
option-for = for how long or until when, as 2h or 18:00
option-state = whether your duty begins or ends
option-who = whom, by their full identity
option-alias = what the other side sees instead of the name
option-remove = whether they are to go
option-with = the other case
option-received = when the order was formally received

## What stands in the menu of a message

menu-report = Open a case
menu-resolved = Resolve this case
