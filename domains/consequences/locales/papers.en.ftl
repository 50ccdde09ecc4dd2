# Papers: lists of honour, tables of allocations
consequences-signer = Party Committee of the { $organ }

# Notice of a list and decision on it
award-paper-open-nominating = Draft notice
award-paper-open-notice = Notice as a paper
award-paper-open-final = Decision as a paper
award-paper-title-nominating = Notice of the Proposed Honours of { $year }:{"\u000A"}{ $award } (draft)
award-paper-title-notice = Notice of the Proposed Honours of { $year }:{"\u000A"}{ $award }
award-paper-title-final = Decision on the Honours of { $year }:{"\u000A"}{ $award }
award-paper-file-nominating = Proposed honours { $year } { $award } (draft)
award-paper-file-notice = Notice of honours { $year } { $award }
award-paper-file-final = Decision on honours { $year } { $award }
award-paper-to = To all Party organisations
award-paper-draft = This is a draft of the notice. All nominations are decided; what counts is the list as it is put up.
award-paper-draft-waiting = This is a draft of the notice. Nominations not decided yet: { $n }. What counts is the list as it is put up.
award-paper-proposed-organisation = By the results of the { $year } appraisal (version { $version }), on nomination by the organisations and after a decision of the { $signer }, the title “{ $award }” is to be conferred on the organisations below ({ $n }), which is put up for notice here.
award-paper-proposed-person = By the results of the { $year } appraisal (version { $version }), on nomination by their organisations and after a decision of the { $signer }, the title “{ $award }” is to be conferred on the persons below ({ $n }), which is put up for notice here.
award-paper-decided-organisation = To honour good work and set an example, by the results of the { $year } appraisal (version { $version }), after nomination, decision and notice, the { $signer } confers the title “{ $award }” on the organisations below ({ $n }).
award-paper-decided-person = To honour good work and set an example, by the results of the { $year } appraisal (version { $version }), after nomination, decision and notice, the { $signer } confers the title “{ $award }” on the persons below ({ $n }).
award-paper-was-put-up = The list was put up for notice from { $from } to { $until }; that time is over.
award-paper-list = Proposed list
award-paper-honoured = List of honour
award-paper-group = { $name } ({ $n })
award-paper-group-of = { $name } (places: { $places }; proposed: { $n })
award-paper-number = No.
award-paper-of = { $name } ({ $organisation })
award-paper-exceptions = Exceptions
award-paper-exception = { $name } is on the list as an exception. Reason: { $reason }.
award-paper-period = Time of the notice
award-paper-period-text = The notice is up from { $from } to { $until }, { $days } working days counted from the day after it was put up.
award-paper-period-open = The time of the notice is counted in working days from the day after it is put up; its first and last day stand in the notice itself.
award-paper-objecting = Objections
award-paper-objecting-text = Whoever does not agree with the list may say so to the { $signer } while it is up, in writing or in person, with facts and grounds. Every case is looked into; whoever is found not to meet the conditions is struck off the list.
award-paper-call = What is asked
award-paper-call-organisation = The organisations honoured are asked to live up to it. All others are asked to measure themselves against them, and to learn how they bring Party work and their daily business together.
award-paper-call-person = Those honoured are asked to live up to it and to go on leading by example. All organisations are asked to make their work known to their members, and to follow it at their own posts.
