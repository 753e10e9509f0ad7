### Toutes les phrases du bot, en français. Les mêmes noms et les mêmes arguments que dans les autres langues ; un test
### les compare. Une phrase nomme la chose, énonce le fait et donne la suite. Espaces fines insécables (U+202F) devant
### ; ! ? et %, insécables (U+00A0) devant : et à l’intérieur des guillemets.

## Heures et durées

time = { $local } ({ $utc } UTC)
time-utc = { $utc } UTC
time-dated = { $date } { $time }
day = { $day ->
    [1] 1er
   *[other] { $day }
} { $month }
day-year = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year }
month-1 = janv.
month-2 = févr.
month-3 = mars
month-4 = avr.
month-5 = mai
month-6 = juin
month-7 = juil.
month-8 = août
month-9 = sept.
month-10 = oct.
month-11 = nov.
month-12 = déc.
month-whole-1 = janvier
month-whole-2 = février
month-whole-3 = mars
month-whole-4 = avril
month-whole-5 = mai
month-whole-6 = juin
month-whole-7 = juillet
month-whole-8 = août
month-whole-9 = septembre
month-whole-10 = octobre
month-whole-11 = novembre
month-whole-12 = décembre
span-moment = moins de 1 min
span-minutes = { $count } min
span-hours = { $count } h
span-days = { $count } j
span-both = { $larger } { $smaller }

## Termes

side-agency = l’autorité
side-platform = la plateforme
side-unknown = un membre
side-clock = l’horloge
owner-agency = autorité
owner-platform = plateforme
network-matrix = Matrix
network-discord = Discord
network-terminal = le terminal
kind-removal_referral = signalement pour retrait
kind-data_request = demande de données
kind-preservation = demande de gel de données
kind-emergency = urgence
state-sent = envoyé
state-acknowledged = reçu
state-waiting = en attente de l’autorité
state-suspended = suspendu
state-answered = réponse donnée
state-closed = clos
state-withdrawn = abandonné
urgency-routine = ordinaire
urgency-urgent = urgent
urgency-emergency = urgence vitale
country-FR = France
country-US = États-Unis
basis-voluntary = volontaire
basis-terms = les conditions de la plateforme
basis-law = la loi
basis-mla = entraide pénale internationale
data-subscriber = données d’abonné
data-access = données de connexion (adresses IP)
data-traffic = données de trafic
data-content = données de contenu
data-preserve = gel de toutes les données
action-removed = retiré
action-disabled = accès bloqué
action-restricted = accès restreint
action-labelled = étiqueté
action-demoted = moins recommandé
action-account_suspended = compte suspendu
action-account_terminated = compte fermé
action-geo_blocked = bloqué par pays
action-already_gone = déjà retiré
ground-law = au titre de la loi
ground-terms = au titre des conditions de la plateforme
outcome-actioned = suite donnée
outcome-partly_actioned = suite donnée en partie
outcome-no_action = sans suite (aucune violation de la loi ni des conditions)
outcome-not_found = introuvable
outcome-no_data = aucune donnée de ce type
outcome-refused = sans suite
outcome-produced = données transmises par la voie convenue
outcome-partly_produced = données transmises en partie par la voie convenue
outcome-preserved = données gelées
outcome-partly_preserved = données gelées en partie
refusal-no_violation = aucune violation de la loi ni des conditions
refusal-not_found = introuvable
refusal-no_data = aucune donnée de ce type
refusal-insufficient_information = informations insuffisantes
refusal-manifest_error = erreur manifeste
refusal-jurisdiction = l’autorité d’un autre pays est compétente
refusal-wrong_channel = mauvais canal
refusal-over_broad = demande trop large
refusal-public_interest = intérêt public
refusal-duplicate = doublon d’un autre dossier
refusal-needs_process = une procédure formelle est nécessaire
refusal-requester_not_verified = demandeur non vérifié
refusal-unable = impossible pour l’instant
withdrawal-wrong_desk = mauvais service
withdrawal-duplicate = doublon d’un autre dossier
withdrawal-mistake = ouvert par erreur
withdrawal-no_longer_needed = devenu sans objet
withdrawal-other = pour un autre motif
clock-acknowledge = accusé de réception
clock-effect = prise d’effet
clock-information = précision
clock-expiry = fin du gel
clock-answer = réponse
missed-statutory = délai légal dépassé de { $by }
missed-agreed = objectif convenu dépassé
missed-internal = objectif interne dépassé
event-reported = signalement
event-acknowledged = accusé de réception
event-asked = question
event-informed = précision
event-resolved = réponse
event-refused = réponse
event-partly_answered = réponse pour certaines cibles
event-suspended = empêchement
event-resumed = fin de l’empêchement
event-confirmed_gone = confirmation hors ligne
event-reopened = réouverture
event-withdrawn = abandon
event-undone = annulation
event-warned = rappel
event-lapsed = échéance dépassée
event-escalated = remontée
event-closed = clôture
event-noted = note
event-assigned = attribution
event-snoozed = rappel repoussé
event-linked = lien
event-admitted = entrée
event-dismissed = sortie
event-consulted = consultation de l’adresse
event-confirmed = confirmation
event-extended = prolongation
event-expired = expiration
event-turned_away = tentative refusée

## La carte

needs-attention = { $case } demande votre attention
card-head = { $case } · { $kind } · { $state }
mark-overdue = en retard
mark-reopened = { $count ->
    [one] rouvert une fois
   *[other] rouvert { $count } fois
}
practice = EXERCICE : { $line }
mark-practice = ne compte nulle part
mark-unconfirmed = NON CONFIRMÉE
card-basis-voluntary = signalement volontaire : ni injonction, ni notification au sens de l’article 16 du DSA
card-basis-terms = signalement volontaire au titre des conditions de la plateforme : ni injonction, ni notification au sens de l’article 16 du DSA
card-basis-law = signalement volontaire au titre de la loi : ni injonction, ni notification au sens de l’article 16 du DSA
card-basis-mla = demande au titre de l’entraide pénale internationale : la demande formelle suit sa propre voie, les données ne passent jamais par ce salon
card-basis-data = demande directe et volontaire : pas une injonction ; les données suivent la voie convenue, jamais ce salon
card-basis-data-law = demande directe au titre de la loi : aucune réquisition n’est notifiée ici ; les données suivent la voie convenue, jamais ce salon
card-basis-emergency = péril vital imminent : demande volontaire, pas une injonction
card-unconfirmed = Personne ne l’a encore confirmée. Un second agent : { $second } · la plateforme, après avoir appelé le numéro enregistré ({ $numbers }) : { $callback }
card-unconfirmed-no-number = Personne ne l’a encore confirmée. Un second agent : { $second }. Aucun numéro de { $agency } n’est enregistré pour un contre-appel.
card-unconfirmed-minimal = Personne ne l’a encore confirmée. Un second agent : { $second } · la plateforme, après avoir appelé le numéro enregistré : { $callback }
card-asks = Demande : { $data }
card-identifier = Visé : { $target }
card-identifiers = Visés ({ $count }) :
card-target = Cible : { $target }
card-targets = Cibles ({ $count }) :
card-place = { $place } · { $target }
card-place-answered = { $place } · { $target } · { $answer }
card-reason = Motif : { $reason }
card-reason-cut = Motif : { $reason } … Texte entier : { $line }
card-reason-none = Motif : non donné
card-from = Signalé par { $agency } ({ $by }), { $tlp }, { $urgency }
card-by-unconfirmed = { $by }, appareil non confirmé
card-asked-by = Demandé par { $agency } ({ $by }), { $tlp }, { $urgency }
card-from-agency = Signalé par { $agency }, { $tlp }, { $urgency }
card-in-charge = Chargé du dossier côté autorité : { $to }
card-opened = Ouvert : { $at }
card-opened-late = Message envoyé { $at }, lu { $heard } : les délais courent à partir de l’envoi
card-file-agency = Dossier de l’autorité : { $file }
card-file-platform = Dossier de la plateforme : { $file }
card-minimal = Ce salon n’en montre pas davantage. La cible, pour vous seul : { $line }
card-minimal-not-here = { $tlp } : ce dont il s’agit ne passe pas par Discord. Voyez les salons Matrix du service.
card-minimal-not-here-data = Des données sont demandées : l’identité visée ne passe pas par Discord. Voyez les salons Matrix du service.
card-minimal-elsewhere = Ce salon n’en montre pas davantage : les détails sont dans les salons du service.
card-acknowledged = Reçu par { $by }, { $at }
card-confirmed = Confirmée par { $by }, { $at }
card-confirmed-callback = Confirmée par { $by } après appel au numéro enregistré, { $at }
card-question = Question posée par { $by }, { $at } : { $text }
card-told = Précision de { $by }, { $at } : { $text }
card-came-back = Rouvert par { $by }, { $at } : { $text }
card-came-back-bare = Rouvert par { $by }, { $at }
card-suspended = Empêchement, fin prévue : { $at } ; d’ici là le délai de prise d’effet est suspendu
card-kept = Données gelées, fin du gel : { $at } ; elles sont ensuite libérées si l’autorité ne prolonge pas
card-answer = Réponse donnée par { $by }, { $at } : { $answer }
card-answer-text = Ajouté : { $text }
card-answer-each = { $answer }, cible par cible ci-dessus
card-answer-each-behind = { $answer } ; cible par cible : { $line }
card-parts = Réponses données : { $count } sur { $all }, la dernière par { $by }, { $at }
card-parts-text = Ajouté pour { $targets } : { $text }
card-links = Voir aussi : { $cases }
card-note = Note de { $by }, { $at } : { $text }
card-closed = Clos : { $at }
card-withdrawn = Abandonné : { $at }
card-closes = Clôture : { $at }, sauf intervention d’ici là
measure = { $action }, prise d’effet { $at }
measure-ground = { $action } { $ground }, prise d’effet { $at }
measure-partly = { $action } en partie, prise d’effet { $at }
measure-partly-ground = { $action } en partie { $ground }, prise d’effet { $at }
refusal = sans suite ({ $ground })
card-clocks = Échéances : { $clocks }
clock-runs = { $clock } { $due }, reste { $left }
clock-missed = { $clock } { $due }, { $verdict }
clock-stands = { $clock } (délai suspendu), reste { $left }
card-next = Suite : { $steps }
next-platform = { $commands } (plateforme)
next-agency = { $commands } (autorité)
more = … et { $count } de plus : { $line }
address = { $count ->
    [one] { $case } : l’adresse active, pour vous seul. Cette consultation est enregistrée.
   *[other] { $case } : les { $count } adresses actives, pour vous seul. Cette consultation est enregistrée.
}
address-targets = { $count ->
    [one] { $case } : la cible telle que signalée, pour vous seul. Cette consultation est enregistrée.
   *[other] { $case } : les { $count } cibles telles que signalées, pour vous seul. Cette consultation est enregistrée.
}
shown-alone = { $case } : ce dont il s’agit vous arrive à vous seul, dans une conversation à deux. Si vous n’en avez pas encore avec ce bot, acceptez son invitation.
address-withdrawn = { $case } a été abandonné par l’autorité : plus rien n’est demandé.

## Lignes de suivi

by-unconfirmed = { $by } (appareil non confirmé)
with-text = { $line } « { $text } »
with-authority = { $line } Nommez cette autorité dans le fil, pour que le demandeur puisse s’y adresser.
with-said = { $line } Message envoyé : { $at }.
with-due = { $line } Échéance : { $at }.
status-reported = { $case } signalé par { $by }.
status-acknowledged = { $case } reçu par { $by }.
status-asked = { $case } : question posée par { $by } : « { $text } » Pour répondre : { $line }
status-asked-minimal = { $case } : question posée par { $by }. Pour répondre : { $line }
status-informed = { $case } : précision donnée par { $by } : « { $text } »
status-informed-minimal = { $case } : précision donnée par { $by }.
status-resolved = { $case } résolu par { $by } : { $measure }.
status-partly-resolved = { $case } résolu en partie par { $by } : { $measure }.
status-refused = { $case }, réponse donnée par { $by } : { $answer }.
status-answered-minimal = { $case }, réponse donnée par { $by }.
status-partly-answered = { $case }, réponse donnée par { $by } pour { $count ->
    [one] la cible { $targets }
   *[other] les cibles { $targets }
} (sur { $all }) : { $answer }. Encore sans réponse : { $left }.
status-partly-answered-minimal = { $case }, réponse partielle donnée par { $by }.
status-answered-rest-alike = { $case }, réponse donnée par { $by } pour ce qui restait : { $answer }.
status-answered-rest = { $case }, réponse donnée par { $by } pour ce qui restait : { $answer }. Au total : { $outcome }.
status-suspended = { $case } : empêchement signalé par { $by }, fin prévue : { $until } ; d’ici là le délai de prise d’effet est suspendu.
status-resumed = { $case } : fin de l’empêchement, le délai de prise d’effet court de nouveau.
status-confirmed-gone = { $case } clos : mise hors ligne confirmée par { $by }.
status-reopened = { $case } rouvert par { $by } : encore ou de nouveau en ligne. De nouveaux délais courent.
status-reopened-asked = { $case } rouvert par { $by } : la réponse n’est pas celle qui était demandée. De nouveaux délais courent.
status-withdrawn = { $case } abandonné par { $by } : { $why }.
status-withdrawn-minimal = { $case } abandonné par { $by }.
status-undone = { $case } : dernier acte annulé par { $by } ({ $what }). État : { $state }.
status-warned = { $case } : les trois quarts d’un délai sont passés.
status-lapsed = { $case } : une échéance est dépassée.
status-escalated = { $case } : une échéance dépassée a été remontée.
status-closed = { $case } clos : sept jours de silence après la réponse.
status-noted = { $case } : note de { $by } : « { $text } »
status-noted-minimal = { $case } : note de { $by }. Ce salon ne peut pas en montrer le texte.
status-assigned = { $case } : { $to } s’en charge désormais pour { $side }, attribution de { $by }.
status-assigned-self = { $case } : { $to } s’en charge désormais pour { $side }.
status-assigned-minimal = { $case } : quelqu’un d’autre s’en charge pour { $side }.
status-snoozed = { $case } : rappels à { $side } repoussés par { $by }, reprise : { $until }. « { $text } » Aucun délai ne s’arrête pour autant.
status-snoozed-minimal = { $case } : rappels à { $side } repoussés, reprise : { $until }. Aucun délai ne s’arrête pour autant.
status-linked = { $case } lié à { $other } par { $by }.
status-produced = { $case }, réponse donnée par { $by } : données transmises. Elles suivent la voie convenue, jamais ce salon.
status-partly-produced = { $case }, réponse donnée par { $by } : données transmises en partie. Elles suivent la voie convenue, jamais ce salon.
status-preserved = { $case }, réponse donnée par { $by } : données gelées, fin du gel { $until }.
status-partly-preserved = { $case }, réponse donnée par { $by } : données gelées en partie, fin du gel { $until }.
status-confirmed = { $case } est confirmée par { $by } (second agent).
status-confirmed-callback = { $case } est confirmée par { $by }, après appel au numéro enregistré.
status-extended = { $case } : gel prolongé par { $by }, nouvelle fin : { $until }.
status-expired = { $case } a expiré : les données n’ont plus à être gelées.
status-turned-away = { $case } : { $by } a tenté de confirmer sa propre urgence.
status-admitted = Quelqu’un est entré pour un temps, à la demande de { $by }.
status-dismissed = Quelqu’un est sorti, à la demande de { $by }.
status-consulted = { $case } : adresse consultée par { $by }.

## Alertes

alert-left = reste { $left }
alert = { $case } : { $clock } ({ $side }), { $verdict } : échéance { $due }.
alert-late = { $case } : { $clock } ({ $side }), { $verdict } : échéance { $due }, alerte en retard de { $late } (le bot était arrêté).
alert-desk = { $case } ({ $desk }) : { $clock } ({ $side }), { $verdict } : échéance { $due }.
alert-late-desk = { $case } ({ $desk }) : { $clock } ({ $side }), { $verdict } : échéance { $due }, alerte en retard de { $late } (le bot était arrêté).
alert-held = { $case } : { $clock } ({ $side }), { $verdict } : échéance { $due }, alerte en retard de { $late } (ce salon ou son réseau n’était pas joignable).
alert-held-desk = { $case } ({ $desk }) : { $clock } ({ $side }), { $verdict } : échéance { $due }, alerte en retard de { $late } (ce salon ou son réseau n’était pas joignable).
alert-unread = Tout n’a pas encore pu être lu sur { $network } : une réponse y attend peut-être.
step-acknowledge = Pour accuser réception : { $line }
step-effect = Pour répondre : { $line } ou { $refuse }
step-information = Pour répondre à la question : { $line }
step-expiry = Pour prolonger le gel : { $line }

## Bilans

digest = { $desk } · bilan quotidien · { $day }
digest-platform = { $count ->
    [0] La plateforme n’a rien à traiter.
    [one] La plateforme a 1 dossier à traiter :
   *[other] La plateforme a { $count } dossiers à traiter :
}
digest-agency = { $count ->
    [0] L’autorité n’a rien à traiter.
    [one] L’autorité a 1 dossier à traiter :
   *[other] L’autorité a { $count } dossiers à traiter :
}
digest-own = { $count ->
    [0] Vous n’avez rien à traiter.
    [one] Vous avez 1 dossier à traiter :
   *[other] Vous avez { $count } dossiers à traiter :
}
digest-row = { $case } · { $state }
row-due = échéance { $due }
row-target = { $target }
row-targets = { $target } et { $count } de plus
digest-open = ouverts : { $count }
digest-due-today = encore attendus aujourd’hui : { $count }
digest-new = nouveaux depuis { $since } : { $count }
digest-answered = avec réponse : { $count }
digest-kind = { $kind }
digest-spread = délai de réponse, sur { $count } : médiane { $median }, 90e centile { $ninetieth }
digest-closing-today = Clôture aujourd’hui, sauf intervention : { $cases }
digest-closing = Clôture demain, sauf intervention : { $cases }
digest-closing-sunday = Clôture dimanche, sauf intervention : { $cases }
head-of-week = Pas de bilan cette semaine. Empreinte du registre : { $head }
digest-head = Empreinte du registre : { $head }
coordination = Tous les services · bilan quotidien · { $day }
coordination-quiet = Tous les services · bilan quotidien · { $day } · aucun dossier
coordination-desk = { $desk } : { $open } en cours, dont { $platform } côté plateforme et { $agency } côté autorité
coordination-overdue = en retard : { $count }
coordination-overdue-least = en retard : { $count } ou plus
coordination-new = nouveaux : { $count }
coordination-turned-away = Urgences refusées depuis { $since } : { $count }
coordination-silent = { $count ->
    [one] 1 autre service n’a aucun dossier.
   *[other] { $count } autres services n’ont aucun dossier.
}

## Chiffres

stats = { $who } · chiffres
stats-of = { $what }
stats-all-desks = Tous les services
stats-quarter = { $count ->
    [1] 1er
   *[other] { $count }e
} trimestre { $year }
stats-month = { $month } { $year }
stats-week = semaine { $count } de { $year }, du { $first } au { $last }
stats-days = du { $first } au { $last }, { $count } jours
stats-empty = Sur ces jours, aucun dossier n’a été ouvert ni n’est arrivé à échéance, et rien n’a été demandé.
stats-empty-part = aucun dossier
stats-opened = ouverts : { $value }
stats-left-out = { $count ->
    [one] hors compte : { $count } abandonné ou en double
   *[other] hors compte : { $count } abandonnés ou en double
}
stats-answered = avec réponse, sur ceux à échéance : { $value }
stats-share = { $percent } % ({ $part }/{ $whole })
stats-few = { $part }/{ $whole }, trop peu pour un taux
stats-none-due = aucun n’était à échéance
stats-none-settled = aucun n’est encore clos
stats-none-yet = aucun encore
stats-none-asked = aucune encore
stats-waiting = encore sans réponse : { $count }
stats-nothing = aucun
stats-ahead = pas encore à échéance : { $value }
stats-ahead-answered = dont { $count } avec réponse
stats-acknowledgement = délai d’accusé de réception : { $value }
stats-effect = délai d’effet : { $value }
stats-spread = médiane { $median }, 90e centile { $ninetieth }, sur { $count }
stats-open = encore ouverts : { $count }
stats-refused = sans suite : { $value }
stats-grounds = { $count } ({ $grounds })
stats-ground = { $ground } : { $count }
stats-information = délai de réponse de l’autorité aux questions : { $value }
stats-reopened = rouverts, sur les dossiers clos : { $value }
stats-compared = À côté de chaque chiffre, « comparé » : { $period }
stats-then = comparé : { $value }
stats-by-desk = Par service :
stats-by-agency = Par autorité :
stats-by-kind = Par type :
stats-by-urgency = Par urgence :
stats-part = { $part } : { $figures }
stats-unnamed = Aucune période n’est indiquée : ce sont les { $count } derniers jours. Une autre : { $line }
stats-explained = Mode de calcul :
stats-explain-opened = ouverts : les dossiers ouverts pendant la période ({ $count }). Les dossiers abandonnés et les doublons ({ $out }) n’entrent dans aucun chiffre, et ceux d’un service d’exercice ne sont pas comptés du tout.
stats-explain-answered = avec réponse : les dossiers qui ont reçu une mesure, ou un refus avec son motif ({ $part }), sur tous ceux dont la réponse était attendue pendant la période, jusqu’à présent ({ $whole }), quelle que soit leur date d’ouverture. « Impossible pour l’instant » n’est pas une réponse. Un dossier de plusieurs adresses compte une fois, selon ce que ses réponses donnent au total quand chacune a la sienne. Ne sont pas encore à échéance ({ $ahead }) les dossiers ouverts pendant la période dont la réponse est attendue plus tard, ou dont le délai est suspendu ; ils n’entrent dans aucun taux.
stats-explain-acknowledgement = délai d’accusé de réception : du début du délai à l’accusé de réception, sur les dossiers ouverts pendant la période qui en ont un ({ $count }) ; restent ouverts ceux dont personne n’a accusé réception ({ $open }). Un dossier rouvert compte à partir de sa réouverture.
stats-explain-effect = délai d’effet : du début du délai au moment où la mesure de la plateforme a pris effet, selon elle, sur les dossiers ouverts pendant la période qui en ont une ({ $count }) ; restent ouverts ceux sans réponse ({ $open }). Un effet antérieur au début compte pour un délai nul ; ce que quelqu’un d’autre avait retiré n’est pas compté. Le temps pendant lequel le délai était suspendu en fait partie.
stats-explain-refused = sans suite : les refus qui valent encore ({ $count }), sur les dossiers ouverts pendant la période, par motif.
stats-explain-information = délai de réponse de l’autorité aux questions : de la question de la plateforme à la précision de l’autorité, sur les questions posées pendant la période qui en ont reçu une ({ $count }) ; restent sans réponse celles qui attendent ({ $open }). Une question dont la plateforme n’a pas attendu la réponse n’est pas comptée.
stats-explain-reopened = rouverts : les dossiers dont le contenu était encore ou de nouveau en ligne, ou dont la réponse n’était pas celle qui était demandée ({ $part }), sur ceux-ci et tous ceux qui ont été clos ({ $whole }), ouverts pendant la période.
stats-explain-ranks = La médiane est la plus courte durée que la moitié d’entre eux ne dépassent pas, le 90e centile celle que neuf sur dix ne dépassent pas : des durées réellement observées, sans interpolation.
stats-explain-few = En dessous de { $count }, aucun taux n’est donné.
stats-explain-days = Les jours vont de minuit à minuit, heure de { $zone } (du { $first } au { $last }). Les événements sont conservés en UTC : un autre fuseau du service déplace les bornes de toutes les périodes, même passées, et rien d’autre.
stats-practice = Ce service est un exercice : ses dossiers n’entrent dans aucun chiffre. Ce qu’il a d’ouvert : { $line }
stats-no-desk = Ce salon ne montre pas les chiffres d’un service « { $word } ». Ce qu’il montre : { $line }
stats-no-organisation = Aucun service que ce salon montre n’a d’organisme « { $word } ». Organismes connus ici : { $names }. Tous ensemble : { $line }

## Listes

and-more = { $cases } et { $count } de plus
new-cases = { $count ->
    [one] 1 nouveau dossier :
   *[other] { $count } nouveaux dossiers :
}
new-cases-cards = Chacun reçoit sa carte à son prochain changement, ou sur demande : { $line }
cases = { $count ->
    [one] 1 dossier ouvert :
   *[other] { $count } dossiers ouverts :
}
cases-filter = { $count ->
    [one] 1 dossier pour « { $filter } » :
   *[other] { $count } dossiers pour « { $filter } » :
}
cases-none = Aucun dossier n’est ouvert. Ce qui peut être tapé : { $line }
cases-none-filter = Aucun dossier pour « { $filter } ». Tous les dossiers ouverts : { $line }
cases-many = Plus de { $count } dossiers ouverts :
cases-filter-many = Plus de { $count } dossiers pour « { $filter } » :
cases-shown = { $first } à { $last }
cases-shown-one = { $number }
cases-page = Page { $page } sur { $pages } ({ $shown }). La suivante : { $line }
cases-page-last = Page { $page } sur { $pages } ({ $shown }), la dernière. Depuis le début : { $line }
cases-page-end = Page { $page } ({ $shown }), la dernière affichée : un mot réduit la liste. Depuis le début : { $line }
cases-page-none = { $pages ->
    [one] Il n’y a pas de page { $page } : tout tient sur une seule. Pour l’afficher : { $line }
   *[other] Il n’y a pas de page { $page } : la liste en compte { $pages }. La dernière : { $line }
}
bulk-done = { $done ->
    [one] Fait pour { $done } dossier.
   *[other] Fait pour les { $done } dossiers.
}
bulk = { $done ->
    [0] Rien de fait sur { $all } dossiers.
    [one] Fait pour { $done } dossier sur { $all }.
   *[other] Fait pour { $done } dossiers sur { $all }.
} Impossible pour { $count } :
bulk-item = { $case } : { $why }
bulk-more = Impossible aussi : { $cases }

## Ce que le bot répond en dehors des cartes

fault = La demande n’a pas abouti. Rien n’a été modifié. Référence { $reference }. Renvoyez la ligne dans une minute ; si elle échoue encore, donnez cette référence à l’exploitant du bot.
answers-together = Vous avez envoyé beaucoup de lignes d’un coup. Les réponses à { $count } d’entre elles, dans l’ordre :
could-not-read = Un message de votre part, { $since }, n’a pas pu être déchiffré et n’a donc pas été lu. S’il le devient, il sera exécuté ; pour qu’il le soit maintenant, renvoyez-le.
member-on-discord = un membre sur Discord (…{ $number })
role-on-discord = ceux d’un rôle sur Discord (…{ $number })
form-report = Signaler un contenu
form-resolved = Ce qui a été fait
form-refuse = Sans mesure, et pourquoi
form-ask = Une question à l’autorité
form-info = Précision pour la plateforme
form-emergency = Urgence : péril vital imminent
hint-resolved-without-action = laisser vide si des données ont été transmises
hint-places = 1,3 (vide : toutes celles qui restent)
button-ack = Accuser réception
button-resolved = Traiter
button-refuse = Sans suite
button-ask = Poser une question
button-confirm = Confirmer (second agent)
button-callback = Confirmer (contre-appel)
button-produced = Données transmises
button-partly_produced = Transmises en partie
button-preserved = Données gelées
button-case = Voir l’adresse
address-not-here = { $case } est { $tlp } : son adresse ne passe pas par Discord. Ouvrez-la dans les salons Matrix du service.
address-not-here-data = { $case } demande des données : l’identité visée ne passe pas par Discord. Ouvrez-la dans les salons Matrix du service.
request-not-here = Rien n’en a été gardé : l’identité visée ne passe pas par Discord. Supprimez votre message s’il figure dans le salon, et envoyez la demande dans { $rooms }, sur Matrix : { $line }
request-nowhere = Rien n’en a été gardé : l’identité visée ne passe pas par Discord, et ce service n’a pas de salon Matrix. Supprimez votre message s’il figure dans le salon, et envoyez la demande par la voie officielle ; l’exploitant du bot peut ajouter un salon Matrix.
emergency-not-here = { $case } est connu des deux côtés. L’identité visée est passée par Discord, puisque vous l’avez écrite ici ; le bot ne la montre que dans { $rooms }, sur Matrix. La prochaine fois, écrivez là-bas.
emergency-nowhere = { $case } est connu des deux côtés, mais l’identité visée n’est montrée à personne : elle ne passe pas par Discord, et ce service n’a pas de salon Matrix. Appelez la plateforme et dites de qui il s’agit.
emergency-call = Personne à la plateforme n’a pris { $case } en charge depuis { $after }. Le numéro enregistré : { $numbers }
emergency-no-number = Personne à la plateforme n’a pris { $case } en charge depuis { $after }, et aucun numéro de la plateforme n’est enregistré. Appelez-la par la voie que vous connaissez ; l’exploitant du bot peut enregistrer son numéro.
emergencies-many = { $agency } a lancé { $count } urgences en une heure, la dernière étant { $case }. Toutes sont parties. Si vous n’en connaissez pas la raison, appelez { $agency } : quelqu’un d’autre utilise peut-être l’un de ses comptes.
turned-away-stranger = Une urgence a été refusée : son auteur n’est membre d’aucune organisation de ce service. Aucun dossier n’a été ouvert ; la tentative est enregistrée. Si elle est réelle, un membre de l’autorité peut la lancer.
turned-away-platform = Une urgence a été refusée : son auteur est du côté de la plateforme, et les urgences reviennent à l’autorité. Aucun dossier n’a été ouvert ; la tentative est enregistrée.
room-of-no-desk = Liaison ne travaille pas dans ce salon : il n’appartient à aucun service. Allez dans le salon du service, ou demandez à l’exploitant du bot de l’ajouter à sa configuration.
answer-refused = Discord n’a pas accepté la réponse : elle ne peut pas être affichée ici. Demandez-la dans un autre salon du service, ou à l’exploitant du bot.
answer-refused-case = { $case } : Discord n’a pas accepté la réponse : elle ne peut pas être affichée ici. Demandez-la dans un autre salon du service, ou à l’exploitant du bot.
alone-refused = Un message pour vous seul n’a pas été accepté. Autorisez les messages privés de ce serveur ou de ce salon, puis recommencez.
alone-refused-case = { $case } : un message pour vous seul n’a pas été accepté ; l’adresse n’a donc pas été montrée. Autorisez les messages privés de ce serveur ou de ce salon, puis recommencez : { $line }
bot-lacks-rights = Rien n’a changé : le bot ne peut pas travailler dans ce salon. Qui gère le serveur donne à son rôle, dans les paramètres du salon, Permissions : { $rights }. Renvoyez ensuite la commande.
right-see = Voir le salon
right-speak = Envoyer des messages
right-reread = Voir les anciens messages
was-away = Le bot a été absent de { $from } à { $until }. Les commandes et boutons utilisés entre-temps n’ont pas été entendus : recommencez.
guest-proposed = « { $word } » est proposé comme membre de { $organisation } (fin de l’accès : { $until }), sans aucun droit pour l’instant. Un autre responsable de l’organisation, ou un coordinateur, envoie { $line }
guest-proposed-called = « { $word } » est proposé comme membre de { $organisation } (fin de l’accès : { $until }), sous le nom « { $alias } » pour l’autre côté, sans aucun droit pour l’instant. Un autre responsable de l’organisation, ou un coordinateur, envoie { $line }
guest-unproposed = « { $word } » n’est plus proposé comme membre de { $organisation } (fin de l’accès : { $until }).
guest-unproposed-called = « { $word } » n’est plus proposé comme membre de { $organisation } (fin de l’accès : { $until }), sous le nom « { $alias } » pour l’autre côté.
guest-let-in = « { $word } » est membre de { $organisation } (fin de l’accès : { $until }).
guest-let-in-called = « { $word } » est membre de { $organisation } (fin de l’accès : { $until }), sous le nom « { $alias } » pour l’autre côté.
guest-put-out = « { $word } » n’est plus membre de { $organisation } ; la fin était prévue : { $until }.
guest-put-out-called = « { $word } » n’est plus membre de { $organisation } ; la fin était prévue : { $until }. L’autre côté continue de lire « { $alias } » pour ce qui a été fait.
guest-over = « { $word } » était membre de { $organisation } (fin de l’accès : { $until }), et ne l’est plus.
guest-over-called = « { $word } » était membre de { $organisation } (fin de l’accès : { $until }), et ne l’est plus. L’autre côté continue de lire « { $alias } » pour ce qui a été fait.
duty-begun = { $by } est d’astreinte jusqu’à { $until } et sera appelé en premier. Pour terminer plus tôt : { $line }
duty-ended = { $by } n’est plus d’astreinte.
duty-over = L’astreinte de { $by } est terminée.
duty-over-nobody = L’astreinte de { $by } est terminée, et plus personne de votre côté n’est d’astreinte. Qui prend la suite envoie { $line }
duty-row = { $organisation } : d’astreinte, { $people }
duty-row-nobody = { $organisation } : personne n’est d’astreinte
duty-person = { $by } jusqu’à { $until }
undone-among-yourselves = { $case } : votre dernier acte est annulé.
edited-unread = Un message modifié n’est pas lu comme une commande : rien n’a changé. Envoyez la ligne dans un nouveau message.
edited-after = { $case } reste tel que votre premier message le disait : un message modifié ne change rien. Envoyez ce qui a changé dans une nouvelle ligne.
reaction-asks-for-measure = { $case } : une réaction ne dit pas ce qui a été fait. Pour le dire : { $line }
reaction-undoes-nothing = { $case } : depuis votre accusé de réception, autre chose s’est passé ; retirer la réaction n’annule donc rien. L’état du dossier : { $line }
barred = Les commandes dans { $room } sont refusées : il y manque au bot { $rights }. Qui gère le serveur le donne, dans les paramètres du salon, Permissions.
parked = Un envoi pour { $room } ne peut pas être remis : { $why }. Il est gardé ; le bot doit être admis dans ce salon, avec le droit d’y écrire.
parked-case = { $case } : un envoi pour { $room } ne peut pas être remis : { $why }. Il est gardé ; le bot doit être admis dans ce salon, avec le droit d’y écrire.
report-left-out = { $count ->
    [one] { $case } est ouvert. 1 cible figure déjà dans un dossier et a été laissée de côté : { $cases }.
   *[other] { $case } est ouvert. { $count } cibles figurent déjà dans des dossiers et ont été laissées de côté : { $cases }.
}
withdrawn-unopened = { $case } est abandonné et ses messages sont effacés. Personne n’avait consulté l’adresse par le bot.
withdrawn-opened = { $count ->
    [one] { $case } est abandonné et ses messages sont effacés. L’adresse avait été consultée par le bot : { $by }.
   *[other] { $case } est abandonné et ses messages sont effacés. L’adresse avait été consultée par le bot par { $count } personnes, dont la première : { $by }.
}

## Refus : la règle, et ce qui est possible

refused-stranger = { $command } est réservé aux membres des organisations de ce service. Vous n’en êtes pas : l’exploitant du bot peut vous y ajouter.
refused-reviewer = { $command } modifie un dossier. Chargé du contrôle, vous les lisez tous et n’en modifiez aucun : { $line }
refused-wrong-side = { $command } revient à { $side }. Ce que votre côté peut envoyer : { $line }
refused-wrong-room = { $command } n’a pas sa place dans ce salon. Envoyez la ligne dans un salon partagé du service, ou dans celui de votre organisation.
refused-no-such-case = Ce service n’a pas de dossier { $case }. Les dossiers ouverts : { $line }
refused-no-such-desk = Ce salon ne montre pas de bilan de « { $word } ». Ce qu’il montre : { $line }
refused-other-agency = { $case } a été ouvert par une autre autorité de ce service : elle seule peut le modifier.
refused-taken-back = { $case } avait été envoyé au mauvais service et a été abandonné : son contenu n’est plus montré à personne.
refused-wrong-state = { $case }, à l’état « { $state } », n’admet pas { $command }. Ce qu’il admet : { $line }
refused-already-answered = { $case } a déjà reçu sa réponse, donnée par { $by }, { $at }. Si le contenu est revenu, l’autorité envoie { $line }
refused-answered-oneself = Vous avez répondu à { $case }, { $at }. Pour corriger, annulez d’abord : { $line }
refused-unable-already = { $case } : un empêchement est déjà signalé, fin prévue : { $until }. Pour reprendre avant, ou donner une autre heure : { $line }
refused-no-such-target = { $count ->
    [one] { $case } n’a qu’une cible, et la réponse se passe de numéro. Sa fiche : { $line }
   *[other] { $case } a { $count } cibles, mais aucune ne porte le numéro { $target }. Leurs numéros figurent sur la fiche : { $line }
}
refused-target-answered = La cible { $target } de { $case } a déjà reçu sa réponse, donnée par { $by }, { $at }. Ce qui reste : { $line }
refused-unable-for-some = { $case } : un empêchement suspend tout le dossier et son délai, pas une cible. Pour tout le dossier : { $line }
refused-already-acknowledged = { $case } a été reçu par { $by }, { $at }. Pour répondre : { $line }
refused-too-late-to-reopen = { $case } a reçu sa réponse le { $at }, il y a plus de six mois, et ne peut plus être rouvert. Ouvrez un nouveau dossier : { $line }
refused-effect-in-future = { $case } : { $at } est encore à venir, et une mesure ne se déclare qu’une fois effective. Si elle l’est déjà, n’indiquez pas d’heure : { $line }
refused-until-in-past = { $case } : { $until } est passé. Donnez une heure à venir : { $line }
refused-until-too-far = { $case } : { $until } est dans plus de { $count } jours, et un empêchement suspend le délai { $count } jours au plus. Donnez une heure plus proche, ou répondez par un autre motif : { $line }
refused-already-reported = Cela figure déjà dans { $case }, à l’état « { $state } ». Ce que ce dossier admet : { $line }
refused-nothing-to-undo = { $case } : le dernier acte n’est pas le vôtre, il n’y a rien à annuler.
refused-too-late-to-undo = { $case } : plus de dix minutes ont passé depuis votre dernier acte. Il reste acquis ; dites plutôt ce qui a changé.
refused-note-among-both = { $case } : une note est réservée à votre côté, et les deux côtés lisent ce salon : elle n’a pas été enregistrée. Supprimez votre message, et écrivez la note dans le salon de votre organisation.
refused-note-no-room = { $case } : une note est réservée à votre côté, et les deux côtés lisent ce salon : elle n’a pas été enregistrée. Supprimez votre message. Votre organisation n’a pas de salon à elle dans ce service : l’exploitant du bot peut en ajouter un.
refused-no-such-member = « { $word } » ne désigne personne de votre organisation dans ce service : rien n’a été attribué. Comment nommer quelqu’un : { $line }
refused-snooze-in-past = { $case } : { $until } est passé, et les rappels ne se repoussent qu’à plus tard. Donnez une heure à venir : { $line }
refused-snooze-too-long = { $case } : les rappels peuvent attendre { $longest } au plus. Une durée plus courte : { $line }
refused-nothing-rings = { $case } : d’ici là, { $until }, rien ne serait rappelé à votre côté ; il n’y a donc rien à repousser.
refused-supervisors-only = Seul un responsable de l’organisation fait entrer ou sortir quelqu’un, et un coordinateur confirme : rien n’a changé. Adressez-vous à l’un d’eux.
refused-no-identity = « { $word } » ne désigne personne : on fait entrer une personne par son identité complète, ni un serveur ni un rôle. Une ligne qui convient : { $line }
refused-member-already = « { $word } » est déjà membre : rien n’a changé.
refused-own-proposal = « { $word } » a été proposé par vous pour { $organisation } (fin de l’accès : { $until }) : un autre responsable de l’organisation, ou un coordinateur, envoie { $line }
refused-own-proposal-called = « { $word } » a été proposé par vous pour { $organisation } (fin de l’accès : { $until }), sous le nom « { $alias } » pour l’autre côté : un autre responsable de l’organisation, ou un coordinateur, envoie { $line }
refused-proposed-otherwise = « { $word } » a été proposé pour { $organisation } (fin de l’accès : { $until }), sans alias : rien n’a été confirmé. Pour confirmer cela : { $line }. Pour proposer autre chose, retirez d’abord la proposition : { $back }
refused-proposed-otherwise-called = « { $word } » a été proposé pour { $organisation } (fin de l’accès : { $until }), sous le nom « { $alias } » pour l’autre côté : rien n’a été confirmé. Pour confirmer cela : { $line }. Pour proposer autre chose, retirez d’abord la proposition : { $back }
refused-no-alias = « { $word } » ne peut pas être un alias : rien n’a changé. Un alias compte au plus 64 lettres, chiffres, espaces, tirets, traits de soulignement, points et apostrophes, sans point entre deux lettres, et n’est pas une adresse : « PHAROS-15 ».
refused-alias-taken = « { $word } » est le nom de quelqu’un ou d’une organisation : rien n’a changé. Choisissez un alias que personne ne porte : « PHAROS-15 ».
refused-guest-among-both = Qui entre, et sous quel alias, ne regarde que votre côté, et les deux côtés lisent ce salon : rien n’a changé. Supprimez votre message, et envoyez la ligne dans le salon de votre organisation.
refused-guest-no-room = Qui entre, et sous quel alias, ne regarde que votre côté, et les deux côtés lisent ce salon : rien n’a changé. Supprimez votre message. Votre organisation n’a pas de salon à elle dans ce service : qui gère le bot peut en ajouter un.
refused-coordinators-only = Dans ce salon, c’est un coordinateur qui confirme les entrées : rien n’a changé. Un responsable envoie la ligne dans le salon de son organisation.
refused-no-proposal = Personne n’a proposé « { $word } » : il n’y a rien à confirmer. Un responsable propose dans le salon de son organisation : { $line }
refused-several-proposals = Plusieurs organisations ont nommé « { $word } » : rien n’a changé. Un responsable de chacune envoie la ligne dans le salon de son organisation : { $line }
refused-no-guest = « { $word } » n’est pas entré ici de cette façon : il n’y a personne à faire sortir. Les membres de la configuration relèvent de qui gère le bot.
refused-stay-in-past = { $until } est passé : donnez une heure à venir.
refused-stay-too-long = Personne n’entre pour plus de { $count } jours : donnez une date plus proche, ou faites inscrire cette personne dans la configuration par qui gère le bot.
refused-duty-in-past = { $until } est passé : votre astreinte n’a pas commencé. Donnez une heure à venir : { $line }
refused-duty-too-long = Une astreinte dure { $longest } au plus : la vôtre n’a pas commencé. Elle prend fin d’elle-même ensuite : { $line }
refused-not-on-duty = Vous n’êtes pas d’astreinte : il n’y a rien à terminer. Pour commencer : { $line }
refused-linked-already = { $case } et { $other } sont déjà liés, ou ne font qu’un. Ce qui y est lié : { $line }
refused-nothing-of-ones-own = Votre dernière commande ici n’a rien fait qui puisse être annulé. Pour annuler votre dernier acte sur un dossier : { $line }
refused-nothing-to-hand-over = « { $word } » ne suit aucun dossier ouvert de votre organisation dans ce service : rien n’a été transmis. Les dossiers ouverts : { $line }
refused-holidays-unknown = Rien n’a été modifié : ce délai irait au-delà de { $year }, et les jours fériés ({ $country }) ne sont connus ici que jusqu’à la fin de cette année-là. L’exploitant du bot en installe une version plus récente, ou retire de la configuration les jours fériés de l’organisation.
refused-device-not-confirmed = { $command } n’a pas été pris en compte : votre appareil n’est pas confirmé, ou le message est arrivé en clair. Vérifiez cette session dans les réglages de votre client, puis renvoyez la ligne.
refused-person-not-verified = { $command } n’a pas été pris en compte : dans ce service, seules les personnes que l’exploitant du bot a vérifiées peuvent l’envoyer. Demandez à l’exploitant de vous vérifier, puis renvoyez la ligne.
refused-already-answered-data = { $case } a déjà reçu sa réponse, donnée par { $by }, { $at }. Si ce n’est pas ce qui était demandé, l’autorité envoie { $line }
refused-wrong-kind = { $case } ({ $kind }) n’admet pas { $command }. Ce qui peut être envoyé : { $line }
refused-action-missing = { $case } demande le retrait d’un contenu : dites ce qui a été fait. Une ligne qui convient : { $line }
refused-action-not-asked = { $case } ({ $kind }) porte sur des données : il n’y a pas de mesure à nommer. Sans elle : { $line }
refused-ground = { $case } ({ $kind }) ne se refuse pas au motif « { $ground } ». Une ligne qui convient : { $line }
refused-data-in-chat = { $case } porte sur des données, et aucune ne doit figurer dans un salon : le texte compte { $count } caractères au plus, sans adresse, numéro de téléphone ni long numéro. Envoyez les données par la voie convenue, puis ici : { $line }
refused-nothing-kept = Plus rien n’est gelé pour { $case }. Ouvrez une nouvelle demande : { $line }
refused-kept-anyway = { $case } : { $until } n’est pas plus tard que la fin du gel, { $due }. Donnez une date plus lointaine, ou aucune : { $line }
refused-kept-too-long = { $case } : { $until } est dans plus de { $count } jours, et aucune prolongation n’est plus longue. Donnez une date plus proche, ou aucune : { $line }
refused-already-confirmed = { $case } a été confirmée par { $by }, { $at }. Ce qu’elle dit : { $line }
refused-own-emergency = { $case } n’a pas été confirmée : qui lance une urgence ne la confirme pas, et la tentative est enregistrée. Un second agent envoie { $line } ; la plateforme, après avoir appelé le numéro enregistré, { $callback }
refused-callback-missing = { $case } ne se confirme, du côté de la plateforme, que par un appel au numéro enregistré. Après l’appel : { $line }
refused-callback-of-agency = { $case } : le contre-appel revient à la plateforme. Un second agent de l’autorité envoie { $line }
refused-no-number-on-file = { $case } : aucun numéro de l’autorité n’est enregistré, aucun n’a donc pu être appelé. Un second agent de l’autorité envoie { $line } ; l’exploitant du bot peut enregistrer un numéro.

## Lignes illisibles : ce qui a été lu, ce qui était attendu, une ligne qui convient

unread-command = Il n’y a pas de commande « { $word } ». Ce qui peut être tapé : { $line }
unread-command-near = Il n’y a pas de commande « { $word } ». La plus proche : { $line }
unread-option = { $command } n’a pas d’option « { $word } ». Ses options : { $options }. Une ligne qui convient : { $line }
unread-option-near = { $command } n’a pas d’option « { $word } ». La plus proche est { $option }. Une ligne qui convient : { $line }
unread-option-twice = { $option } figure deux fois après { $command }. Une seule est admise : { $line }
unread-option-missing = { $command } demande { $option } avec l’une de ces valeurs : { $values }. Une ligne qui convient : { $line }
unread-option-empty = { $option } après { $command } n’a pas de valeur. Une ligne qui convient : { $line }
unread-option-spaced = { $option } « { $word } » : une option ou votre texte ? Une option s’écrit sans espace ; dans le texte, tournez-le autrement. Une ligne qui convient : { $line }
unread-value = « { $word } » n’est pas une valeur de { $option } après { $command }. Valeurs admises : { $values }. Une ligne qui convient : { $line }
unread-quote = Le guillemet après { $option } n’est pas fermé, { $command } n’a donc pas été lu. Une ligne qui convient : { $line }
unread-moment = « { $word } » n’est pas une heure pour { $option } après { $command }. Une heure s’écrit 14:22 ou 2026-10-24T20:00. Une ligne qui convient : { $line }
unread-moment-skipped = « { $word } » après { $option } n’existe pas : cette nuit-là, l’heure d’été saute ce moment. Donnez une autre heure à { $command } : { $line }
unread-period = « { $word } » après { $command } n’est pas une période. Une période est un mois (2026-10), un trimestre (2026-T4), une année (2026), une semaine (2026-S45), un jour (2026-10-24), deux jours (2026-10-01..2026-10-15) ou les derniers jours (7j). Une ligne qui convient : { $line }
unread-period-backwards = « { $word } » après { $command } finit avant de commencer. Dans l’autre sens : { $line }
unread-periods-overlap = À partir de « { $word } », une période aussi longue chevauche l’autre ou n’est pas terminée. Une ligne qui convient : { $line }
unread-date = « { $word } » n’est pas un jour pour { $option } après { $command }. Un jour s’écrit 2026-07-01. Une ligne qui convient : { $line }
unread-until-missing = { $command } avec « motif:impossible » demande l’heure à laquelle l’empêchement prend fin. Une ligne qui convient : { $line }
unread-until-alone = { $command } n’admet « jusqu-a » qu’avec « motif:impossible ». Une ligne qui convient : { $line }
unread-text-missing = { $command } demande un texte. Une ligne qui convient, avec vos mots à la place de « … » : { $line }
unread-assignee-missing = { $command } ne dit pas qui s’en charge. Une ligne qui convient : { $line }
unread-from-with-cases = { $command } avec « de » transmet tout ce que quelqu’un suit : retirez les dossiers, ou retirez « de ». Une ligne qui convient : { $line }
unread-snooze-end-missing = { $command } ne dit pas jusqu’à quand. Une ligne qui convient : { $line }
unread-guest-missing = { $command } ne dit pas qui. Une ligne qui convient : { $line }
unread-until-of-off = { $command } prend une heure de fin quand une astreinte commence ; celle qui se termine prend fin aussitôt. Une ligne qui convient : { $line }
unread-cases-two = { $command } demande deux dossiers. Une ligne qui convient : { $line }
unread-text-long = Le texte après { $command } compte { $count } caractères, et { $limit } au plus sont admis. Raccourcissez-le : { $line }
unread-text-twice = Le texte figure deux fois après { $command } : dans { $option } et à la suite. Un seul est admis : { $line }
unread-leftover = { $command } ne sait que faire de « { $word } ». Une ligne qui convient : { $line }
unread-case-missing = { $command } ne dit pas de quel dossier il s’agit. Répondez à sa carte, ou nommez-le : { $line }
unread-case-differs = Vous répondez à { $case } et nommez { $cases } : { $command } n’a été appliqué à aucun. Nommez-en un : { $line }
unread-case = « { $word } » après { $command } n’est pas une référence. Une référence se compose de lettres, d’un trait d’union et d’un nombre : { $line }
unread-case-range = « { $word } » après { $command } n’est pas une suite. Une suite va en montant, dans un même service : { $line }
unread-cases-mixed = { $cases } relèvent de plusieurs services, et { $command } n’en traite qu’un à la fois : { $line }
unread-cases-many = { $count } dossiers figurent après { $command }, et { $limit } au plus sont admis à la fois. Envoyez-les en plusieurs lignes : { $line }
unread-cases-one = { $command } montre un seul dossier, et plusieurs sont nommés : { $cases }. Une ligne qui convient : { $line }
unread-places = « { $word } » ne désigne aucune cible. Leurs numéros figurent sur la fiche : { $option } 1, ou 1,3, ou 1..3. Une ligne qui convient : { $line }
unread-places-of-many = Les numéros de cibles sont ceux d’un seul dossier ; or { $cases } sont nommés. Un dossier à la fois : { $line }
unread-target-missing = { $command } ne dit pas sur quoi porte le signalement. Donnez une adresse ou un compte : { $line }
unread-identifier-missing = { $command } ne dit pas de qui les données sont demandées. Donnez un compte, une adresse électronique, un numéro de téléphone, ou une adresse IP avec son heure : { $line }
unread-target-late = « { $word } » figure parmi les mots après { $command }, et rien n’a été signalé. Ce qui est signalé vient avant eux ; ce qui n’est que mentionné, dans { $option } entre guillemets. Pour le signaler aussi : { $line }
unread-target-nonsense = « { $word } » après { $command } ne peut pas être lu comme une adresse. Une ligne qui convient : { $line }
unread-target-scheme = « { $word } » après { $command } n’est pas une adresse web : seuls http et https peuvent être signalés. Une ligne qui convient : { $line }
unread-target-credentials = « { $word } » après { $command } contient un nom d’utilisateur ou un mot de passe. Retirez cette partie : { $line }
unread-target-host = « { $word } » après { $command } ne nomme aucun serveur. Une ligne qui convient : { $line }
unread-target-account = « { $word } » après { $command } n’est pas un compte. Un compte commence par une arobase : { $line }
unread-target-phone = « { $word } » après { $command } n’est pas un numéro de téléphone. Un numéro commence par + et l’indicatif du pays : { $line }
unread-target-moment = « { $word } » après { $command } : une adresse IP est partagée par de nombreuses personnes, et n’en désigne une qu’avec l’heure, passée, de son usage. Les deux figurent entre guillemets : { $line }
unread-target-long = « { $word } » après { $command } dépasse les { $limit } octets qu’une adresse peut avoir. Une ligne qui convient : { $line }
unread-targets-many = { $count } cibles figurent après { $command }, et un dossier en admet { $limit } au plus. Envoyez-les en plusieurs signalements : { $line }
unread-long = Le message compte { $count } octets, et { $limit } au plus sont admis. Envoyez-en un plus court : { $line }
unread-order = « { $word } » après { $command } : les injonctions, avec leurs délais légaux, ne sont pas encore tenues ici ; elles suivent leur propre voie. Sous forme volontaire : { $line }

## Aide

help = { $count ->
    [one] 1 commande. Répondez à la carte d’un dossier, ou nommez le dossier.
   *[other] { $count } commandes. Répondez à la carte d’un dossier, ou nommez le dossier.
}
help-row = { $line } : { $does }
help-row-side = { $line } ({ $side }) : { $does }
help-more = Pour en savoir plus sur l’une d’elles : { $line }
help-also = Aussi : { $names }
help-options = Options :
help-option-choice = { $option } au choix { $values }
help-option-time = { $option } une heure, comme 14:22 ou 2026-10-24T20:00
help-option-lasting = { $option } combien de temps ou jusqu’à quand, comme 2h, 12h, 1j ou 18:00
help-option-period = { $option } une période, comme 2026-10, 2026-T4, 2026, 2026-S45, 2026-10-01..2026-10-15 ou 7j
help-option-date = { $option } un jour, comme 2026-07-01
help-option-cases = { $option } une ou plusieurs références
help-option-target = { $option } une adresse, ou entre guillemets ce qui y mène autrement
help-option-account = { $option } le nom d’un compte
help-option-identifier = { $option } un compte, une adresse électronique, un numéro de téléphone avec +, ou entre guillemets une adresse IP et son heure
help-option-file = { $option } votre propre numéro de dossier
help-option-places = { $option } quelles cibles du dossier, par leur numéro sur la fiche : 1,3 ou 1..3
help-option-command = { $option } le nom d’une commande
help-option-filter = { $option } des mots à chercher, et au choix { $values }
help-option-named = { $option } { $what }
help-option-words = { $option } vos mots, entre guillemets
help-option-needed = { $line } (obligatoire)
help-option-needed-content = { $line } (obligatoire pour un contenu)
help-examples = Par exemple :
help-unknown = Il n’y a pas de commande « { $word } ».
does-report = ouvre un dossier
does-ack = dit que vous l’avez reçu
does-resolved = dit ce qui a été fait, et depuis quand c’est effectif
does-refuse = répond sans mesure, et dit pourquoi
does-ask = pose une question à l’autorité
does-info = répond à une question, ou ajoute une précision
does-withdraw = abandonne un dossier
does-still-up = signale que c’est encore en ligne, ou que la réponse n’est pas celle demandée
does-gone = confirme que le contenu est hors ligne, et clôt le dossier
does-case = montre un dossier ; avec l’adresse, à vous seul
does-cases = liste les dossiers ouverts, ou ceux qui répondent à un filtre ou contiennent un mot
does-digest = montre ce qui est ouvert et qui doit agir
does-undo = annule ce que vous avez fait en dernier, pendant dix minutes
does-note = note quelque chose pour votre côté seul
does-assign = dit qui s’en charge de votre côté
does-snooze = repousse les rappels adressés à votre côté
does-duty = dit que vous êtes d’astreinte, ou montre qui l’est
does-desk-member = fait entrer quelqu’un pour un temps : un responsable propose, un autre confirme
does-link = dit que deux dossiers sont liés
does-stats = montre les chiffres d’une période, et comment ils sont calculés
does-help = dit ce qui peut être tapé
does-request = demande des données, ou leur gel
does-emergency = demande des données ou un retrait immédiats : péril vital imminent
does-confirm = confirme l’urgence de quelqu’un d’autre
does-extend = prolonge le gel des données
option-case = le dossier : YT-42 ; ou plusieurs : YT-12..31
option-target = l’adresse, ou ce qui y mène
option-resolved-target = quelles cibles, par leur numéro sur la fiche : 1,3
option-refuse-target = quelles cibles, par leur numéro sur la fiche : 1,3
option-account = le nom du compte
option-request-account = de qui : compte, courriel, téléphone avec +, ou adresse IP et heure
option-emergency-account = de qui : compte, courriel, téléphone avec +, ou adresse IP et heure
option-type = quelles données, ou le gel de toutes
option-callback = si vous, la plateforme, avez appelé le numéro enregistré
option-extend-until = jusqu’à quand, comme 2026-06-01
option-reason = pourquoi
option-basis = sur quoi vous vous fondez
option-urgency = à quelle vitesse il faut agir
option-tlp = qui peut voir motifs, notes et personnes
option-ref = votre propre numéro de dossier
option-action = ce qui a été fait
option-ground = à quel titre
option-at = heure d’effet, comme 14:22
option-partly = si une partie seulement a été traitée
option-until = jusqu’à quand, comme 18:00
option-text = vos mots
option-filter = en-retard, miens, nous-attendent, se-clot-demain, urgent, un état ; ou des mots à chercher
option-desk = quel service
option-period = les jours : 2026-10, 2026-T4, 2026, 2026-S45, 7j
option-compare = le premier jour d’une période de même durée : 2026-07-01
option-explain = si chaque chiffre dit comment il est calculé
option-organisation = quelle autorité ou plateforme
option-kind = quel type de dossier
option-command = quelle commande
option-address = l’adresse même, montrée à vous seul
option-to = qui s’en charge désormais
option-from = de qui les dossiers sont transmis
option-for = pendant combien de temps ou jusqu’à quand, comme 2h ou 18:00
option-state = si votre astreinte commence ou prend fin
option-who = qui, par son identité complète
option-alias = ce que l’autre côté voit à la place du nom
option-remove = si la personne doit sortir
option-with = l’autre dossier
option-received = heure de réception formelle de l’acte

## What stands in the menu of a message

menu-report = Ouvrir un dossier
menu-resolved = Résoudre ce dossier
