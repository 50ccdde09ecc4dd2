# Responsibilities: plans, measures, reminders
nav-accountability = Responsibilities
act-accountability-read-measures = See plans, measures and reminders
act-accountability-set-up-plans = Set up plans and measures
act-accountability-decide-measures = Accept measures, decide on extensions, stop measures
act-accountability-work-on-measures = Sign for measures, report progress, hand in, ask for extensions, answer reminders
act-accountability-issue-reminders = Issue reminders
