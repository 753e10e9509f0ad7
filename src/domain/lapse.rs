//! What time does by itself: alerts, the end of an inability, closing. Time is one more actor, under the same rules.

use chrono::{DateTime, Utc};

use crate::calendar::Calendar;
use crate::case::Case;
use crate::clock::{Alarm, Clock, ClockChange, ClockName, Ringing, Rung, repeat_step};
use crate::desk::{Desk, Setting};
use crate::emergency::number_to_call;
use crate::event::{By, Event, EventBody, Urgency};
use crate::notice::{Alert, AlertClock, Audience, Call, Ruling, Tell};
use crate::people::{Organisation, Side};

/// Everything that time does to a case by `now`, in the order in which it was due. A tick that comes late, twice or too
/// early is harmless: what is not due is not done, and what was done is not due.
#[must_use]
pub fn lapse(case: &Case, desk: &Desk, setting: &Setting, now: DateTime<Utc>) -> Ruling {
    let mut passing = Passing { case: case.clone(), desk, setting, now, ruling: Ruling::default() };
    passing.end_of_inability();
    passing.expiry();
    passing.closing();
    passing.caller();
    passing.clocks();
    passing.ruling
}

/// Whom an emergency calls at once for that clock: nobody waits until it is due.
pub(crate) fn called_at_once(
    case: Case,
    name: ClockName,
    desk: &Desk,
    setting: &Setting,
    now: DateTime<Utc>,
) -> Option<Alert> {
    let passing = Passing { case, desk, setting, now, ruling: Ruling::default() };
    let clock = passing.case.clock(name)?;
    let owner = setting.owner(desk, &passing.case.agency, clock.owner)?;
    let told = AlertClock::of(clock, Rung::Due, clock.due()?, now);
    Some(Alert { clocks: vec![told], call: passing.in_charge(clock.owner, owner) })
}

struct Passing<'a> {
    case: Case,
    desk: &'a Desk,
    setting: &'a Setting,
    now: DateTime<Utc>,
    ruling: Ruling,
}

impl Passing<'_> {
    fn event(&mut self, at: DateTime<Utc>, body: EventBody, clocks: Vec<ClockChange>) -> Event {
        let event = Event {
            case: Some(self.case.reference.clone()),
            at: at.max(self.case.last_at),
            recorded_at: self.now,
            by: By::Clock,
            body,
            clocks,
        };
        self.case = self.case.clone().apply(&event);
        event
    }

    fn end_of_inability(&mut self) {
        let Some(until) = self.case.resumes_at().filter(|until| *until <= self.now) else { return };
        let resumed = self.case.clock(ClockName::Effect).and_then(|clock| {
            let owner = self.setting.owner(self.desk, &self.case.agency, clock.owner)?;
            clock.resume(until, &owner.calendar())
        });
        let event = self.event(until, EventBody::Resumed, resumed.into_iter().collect());
        self.ruling.told(event);
        self.ruling.tell(Audience::Desk, Tell::Card);
    }

    /// What was kept is let go.
    fn expiry(&mut self) {
        let Some(at) = self.case.kept_until().filter(|at| *at <= self.now) else { return };
        let event = self.event(at, EventBody::Expired, vec![ClockChange::Met(ClockName::Expiry)]);
        self.ruling.told(event);
        self.ruling.tell(Audience::Desk, Tell::Card);
    }

    /// Nobody has taken an emergency up: whoever opened it learns whom to call.
    fn caller(&mut self) {
        let Some(at) = self.case.caller_told_at().filter(|at| *at <= self.now) else { return };
        let event = self.event(at, EventBody::Escalated { rung: Rung::Caller }, Vec::new());
        self.ruling.events.push(event);
        let remark = number_to_call(&self.case, self.desk, self.setting);
        self.ruling.tell(Audience::OpenerAlone, Tell::Remark(remark));
    }

    fn closing(&mut self) {
        let Some(at) = self.case.closes_at().filter(|at| *at <= self.now) else { return };
        let event = self.event(at, EventBody::Closed, Vec::new());
        self.ruling.told(event);
        self.ruling.tell(Audience::Desk, Tell::Card);
    }

    fn clocks(&mut self) {
        let clocks = self.case.clocks.clone();
        let mut rings: Vec<Ring> = clocks.iter().filter_map(|clock| self.ring(clock)).collect();
        let woken: Vec<Ring> = clocks.iter().filter_map(|clock| self.wake(clock)).collect();
        let mut newly_missed = false;
        for ring in &rings {
            newly_missed |= self.record(ring);
        }
        for ring in woken {
            let event = self.event(ring.ringing.alarm.at, EventBody::Warned, vec![ClockChange::Woken(ring.clock.name)]);
            self.ruling.events.push(event);
            // What rings now anyway is not told twice; and where nothing was kept back there is nothing to tell.
            let rings_now = rings.iter().any(|other| other.clock.name == ring.clock.name);
            if !rings_now && ring.from > Rung::Warning {
                rings.push(ring);
            }
        }
        if rings.is_empty() {
            return;
        }
        rings.sort_by_key(|ring| (std::cmp::Reverse(ring.ringing.alarm.rung), ring.ringing.due));
        if newly_missed {
            self.ruling.tell(Audience::Desk, Tell::Card);
        }
        let alert =
            |rings: &[&Ring], call: Vec<Call>| Alert { clocks: rings.iter().map(|ring| ring.told()).collect(), call };
        let now = self.now;
        let is_quiet = |ring: &Ring| ring.clock.snoozed_until.is_some_and(|until| until > now);
        let to_the_desk = |ring: &&Ring| !ring.for_coordination_alone() && !is_quiet(ring);
        let for_desk: Vec<&Ring> = rings.iter().filter(to_the_desk).collect();
        if !for_desk.is_empty() {
            let call = self.call(&for_desk);
            self.ruling.tell(Audience::Desk, Tell::Alert(alert(&for_desk, call)));
        }
        let further: Vec<&Ring> = rings.iter().filter(|ring| self.goes_to_coordination(ring)).collect();
        if !further.is_empty() {
            self.ruling.tell(Audience::Coordination, Tell::Alert(alert(&further, Vec::new())));
        }
    }

    fn ring(&self, clock: &Clock) -> Option<Ring> {
        let owner = self.setting.owner(self.desk, &self.case.agency, clock.owner)?;
        let ringing = clock.ring(self.now, self.case.urgency, &owner.calendar())?;
        Some(Ring { from: clock.next?.rung, clock: clock.clone(), ringing, woken: false })
    }

    /// What is told of a clock whose owner's quiet ends: where it stands now, since its steps were taken meanwhile.
    fn wake(&self, clock: &Clock) -> Option<Ring> {
        let at = clock.wakes_at().filter(|at| *at <= self.now)?;
        let due = clock.due()?;
        let rung = if due <= self.now { Rung::Due } else { Rung::Warning };
        let ringing = Ringing { alarm: Alarm { rung, at }, next: clock.next, due };
        // Beyond its last step the digest alone went on.
        let from = clock.next.map_or(Rung::Coordination, |next| next.rung);
        Some(Ring { from, clock: clock.clone(), ringing, woken: true })
    }

    /// Writes a step down; one that jumped over the moment it was due has that recorded too. Whether the clock was missed
    /// just now.
    fn record(&mut self, ring: &Ring) -> bool {
        let Ringing { alarm, next, due } = ring.ringing;
        let name = ring.clock.name;
        let rang = |rung| vec![ClockChange::Rang(name, rung, next)];
        let missed = ring.from <= Rung::Due && alarm.rung >= Rung::Due;
        if alarm.rung == Rung::Warning {
            let event = self.event(alarm.at, EventBody::Warned, rang(Rung::Warning));
            self.ruling.events.push(event);
        }
        if missed {
            let event = self.event(due, EventBody::Lapsed, rang(Rung::Due));
            self.ruling.events.push(event);
        }
        if alarm.rung > Rung::Due {
            let event = self.event(alarm.at, EventBody::Escalated { rung: alarm.rung }, rang(alarm.rung));
            self.ruling.events.push(event);
        }
        missed
    }

    fn goes_to_coordination(&self, ring: &Ring) -> bool {
        let Ringing { alarm, due, .. } = ring.ringing;
        if self.case.practice {
            return false;
        }
        match alarm.rung {
            Rung::Coordination => true,
            // An emergency has no rung of its own there: the first repetition after the full time tells it, once.
            Rung::Repeat => {
                let full = due + ring.clock.span.amount;
                let told_before = ring.clock.next.is_some_and(|first| first.at - repeat_step(due, first.at) >= full);
                alarm.at >= full && !told_before
            }
            Rung::Warning | Rung::Due | Rung::Opening | Rung::Supervisors | Rung::Caller => false,
        }
    }

    /// Who is called, each once: nobody by a warning but of an expiry, nobody by routine outside the owner's working hours.
    fn call(&self, rings: &[&Ring]) -> Vec<Call> {
        let mut call: Vec<Call> = Vec::new();
        for ring in rings {
            let Some(owner) = self.setting.owner(self.desk, &self.case.agency, ring.clock.owner) else { continue };
            for one in self.called_by(ring, owner, &owner.calendar()) {
                if !call.contains(&one) {
                    call.push(one);
                }
            }
        }
        call
    }

    fn called_by(&self, ring: &Ring, owner: &Organisation, calendar: &Calendar<'_>) -> Vec<Call> {
        let supervisors = || owner.supervisors.iter().cloned().map(Call::Member).collect::<Vec<_>>();
        let in_charge = || self.in_charge(ring.clock.owner, owner);
        if self.case.urgency == Urgency::Routine && !calendar.is_open(self.now) {
            return Vec::new();
        }
        match ring.ringing.alarm.rung {
            // What is kept is let go when it is due: a call comes before that, or too late.
            Rung::Warning if ring.clock.name == ClockName::Expiry => in_charge(),
            Rung::Warning | Rung::Caller => Vec::new(),
            Rung::Due | Rung::Opening => in_charge(),
            // Whoever is in charge was never called: they are now, with those who come after them.
            Rung::Supervisors | Rung::Coordination if ring.from <= Rung::Opening => {
                in_charge().into_iter().chain(supervisors()).collect()
            }
            Rung::Supervisors | Rung::Coordination if !owner.supervisors.is_empty() => supervisors(),
            Rung::Supervisors | Rung::Coordination => in_charge(),
            Rung::Repeat => in_charge().into_iter().chain(supervisors()).collect(),
        }
    }

    /// Whoever is on duty for that side, else the case's owner on it, else its supervisors, else those of its members who are in the room.
    fn in_charge(&self, side: Side, owner: &Organisation) -> Vec<Call> {
        let on_duty: Vec<_> = self.setting.on_duty(&owner.id, self.now).map(|duty| duty.member.clone()).collect();
        if !on_duty.is_empty() {
            return on_duty.into_iter().map(Call::Member).collect();
        }
        match self.case.owner(side).filter(|member| self.setting.may_be_member(&owner.id, member)) {
            Some(member) => vec![Call::Member(member.clone())],
            None if !owner.supervisors.is_empty() => owner.supervisors.iter().cloned().map(Call::Member).collect(),
            None => vec![Call::Present(owner.id.clone())],
        }
    }
}

/// A clock that rings now.
struct Ring {
    /// The step it waited for.
    from: Rung,
    clock: Clock,
    ringing: Ringing,
    /// It rings because its owner's quiet is over.
    woken: bool,
}

impl Ring {
    fn told(&self) -> AlertClock {
        AlertClock::of(&self.clock, self.ringing.alarm.rung, self.ringing.due, self.scheduled())
    }

    /// When the first step that this alert stands for was to be taken: what is late is late since then. A warning that is
    /// overtaken by its own due moment is not missed by anyone.
    fn scheduled(&self) -> DateTime<Utc> {
        let Ringing { alarm, due, .. } = self.ringing;
        match self.clock.next {
            _ if self.woken => alarm.at,
            Some(first) if first.rung > Rung::Warning => first.at,
            _ if alarm.rung > Rung::Warning => due,
            _ => alarm.at,
        }
    }

    /// The desk was called before and the coordination room alone is told; after a jump the desk is told as well.
    fn for_coordination_alone(&self) -> bool {
        self.ringing.alarm.rung == Rung::Coordination && self.from == Rung::Coordination
    }
}
