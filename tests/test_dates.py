"""Time expressions and the days they mean: `kg.dates` with the German and the English table."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.dates import DateWords, Found, find, load_words
from kg.errors import ProjectError
from kg.model import TimeBasis, TimePrecision
from kg.rooms import room

WEDNESDAY = "2023-09-13"

# A sentence of an article of WEDNESDAY, and below it: words = days, precision, basis, preposition.
GERMAN = """
Der Minister landete am Mittwoch in Chabarowsk.
    am Mittwoch = 2023-09-13 Day relative am
Am Montag begann die Übung.
    Am Montag = 2023-09-11 Day relative am
Mittwochabend war alles vorbei.
    Mittwochabend = 2023-09-13 Day relative -
Das Schiff lief am Dienstagmorgen aus.
    am Dienstagmorgen = 2023-09-12 Day relative am
Am vergangenen Freitag wurde der Vertrag bekannt.
    Am vergangenen Freitag = 2023-09-08 Day relative am
Letzten Samstag fuhr der Zug ab.
    Letzten Samstag = 2023-09-09 Day relative -
Am kommenden Sonntag endet die Frist.
    Am kommenden Sonntag = 2023-09-17 Day relative am
Das meldete die Agentur vom Donnerstag.
    vom Donnerstag = 2023-09-07 Day relative vom
Für diesen Freitag ist nichts bekannt.
    Für diesen Freitag = 2023-09-15 Day relative für
Am Montag vergangener Woche flog die Delegation ab.
    Am Montag vergangener Woche = 2023-09-04 Day relative am
Am Dienstag der kommenden Woche tagt der Rat.
    Am Dienstag der kommenden Woche = 2023-09-19 Day relative am
In der Nacht zum Dienstag fielen Schüsse.
    In der Nacht zum Dienstag = 2023-09-12 Day relative in
Am frühen Mittwochmorgen heulten Sirenen.
    Am frühen Mittwochmorgen = 2023-09-13 Day relative am
Am Mittwochnachmittag, nach dem Essen, fuhren sie weiter.
    Am Mittwochnachmittag = 2023-09-13 Day relative am
Am Sonnabend kam der Minister.
    Am Sonnabend = 2023-09-09 Day relative am
Heute tagt der Rat.
    Heute = 2023-09-13 Day relative -
Gestern noch war der Hafen leer.
    Gestern = 2023-09-12 Day relative -
Vorgestern legte das Schiff an.
    Vorgestern = 2023-09-11 Day relative -
Die Delegation reist morgen weiter.
    morgen = 2023-09-14 Day relative -
Übermorgen endet die Frist.
    Übermorgen = 2023-09-15 Day relative -
Am Vortag hatte er noch geschwiegen.
    Am Vortag = 2023-09-12 Day relative am
Am Morgen traf der Zug ein.
    Am Morgen = 2023-09-13 Day relative am
Am späten Abend folgte das Essen.
    Am späten Abend = 2023-09-13 Day relative am
Gestern Abend kam die Absage.
    Gestern Abend = 2023-09-12 Day relative -
Heute früh flog er ab.
    Heute früh = 2023-09-13 Day relative -
Der Vertrag wurde am 13. September 2023 unterzeichnet.
    am 13. September 2023 = 2023-09-13 Day explicit am
Am 4. Juli 2017 flog die erste Rakete.
    Am 4. Juli 2017 = 2017-07-04 Day explicit am
Die Sitzung am 2. August dauerte lang.
    am 2. August = 2023-08-02 Day relative am
Am Mittwoch, dem 13. September 2023, sprach er.
    Am Mittwoch, dem 13. September 2023 = 2023-09-13 Day explicit am
Am Mittwoch (13. September) sprach er.
    Am Mittwoch (13. September) = 2023-09-13 Day relative am
Sie trafen sich am 25.04.2019 in der Stadt.
    am 25.04.2019 = 2019-04-25 Day explicit am
Sie trafen sich am 25. 4. 2019 in der Stadt.
    am 25. 4. 2019 = 2019-04-25 Day explicit am
Das Schreiben vom 7.9. liegt vor.
    vom 7.9. = 2023-09-07 Day relative vom
Die Akte trägt das Datum 2019-04-25.
    2019-04-25 = 2019-04-25 Day explicit -
Am 13. Mai vergangenen Jahres brannte das Lager.
    Am 13. Mai vergangenen Jahres = 2022-05-13 Day relative am
Am 3. dieses Monats kam die Antwort.
    Am 3. dieses Monats = 2023-09-03 Day relative am
Am Morgen des 13. September fuhr er los.
    Am Morgen des 13. September = 2023-09-13 Day relative am
Am 12. und 13. September wurde verhandelt.
    Am 12. und 13. September = 2023-09-12/2023-09-13 Interval relative am
Im April 2019 sahen sie sich zuerst.
    Im April 2019 = 2019-04-01/2019-04-30 Month explicit im
Im September wurde wieder geliefert.
    Im September = 2023-09-01/2023-09-30 Month relative im
Im Juli kam der Verteidigungsminister.
    Im Juli = 2023-07-01/2023-07-31 Month relative im
Der Gipfel im Dezember 2011 fiel aus.
    im Dezember 2011 = 2011-12-01/2011-12-31 Month explicit im
Mitte August schrieben sie einander.
    Mitte August = 2023-08-11/2023-08-20 Interval relative -
Anfang Juni 2000 wurde der Besuch vorbereitet.
    Anfang Juni 2000 = 2000-06-01/2000-06-10 Interval explicit -
Ende September 2023 lief das Mandat aus.
    Ende September 2023 = 2023-09-21/2023-09-30 Interval explicit -
Im vergangenen Mai stürzte der Satellit ab.
    Im vergangenen Mai = 2023-05-01/2023-05-31 Month relative im
Im Oktober vergangenen Jahres schossen sie.
    Im Oktober vergangenen Jahres = 2022-10-01/2022-10-31 Month relative im
Im kommenden November wird gewählt.
    Im kommenden November = 2023-11-01/2023-11-30 Month relative im
Beim September-Treffen ging es um Satelliten.
    September = 2023-09-01/2023-09-30 Month relative -
Im Jahr 2019 war die Brücke fertig.
    Im Jahr 2019 = 2019-01-01/2019-12-31 Year explicit im
2019 war die Brücke fertig.
    2019 = 2019-01-01/2019-12-31 Year explicit -
Die Anlage wurde 2016 eröffnet.
    2016 = 2016-01-01/2016-12-31 Year explicit -
Als er 2019 Putin traf, regnete es.
    2019 = 2019-01-01/2019-12-31 Year explicit -
Ende 2022 begann die Lieferung.
    Ende 2022 = 2022-09-01/2022-12-31 Interval explicit -
Anfang 2022 war die Grenze zu.
    Anfang 2022 = 2022-01-01/2022-04-30 Interval explicit -
In der ersten Hälfte 2023 wuchs der Handel.
    In der ersten Hälfte 2023 = 2023-01-01/2023-06-30 Interval explicit in
Im zweiten Quartal 2023 wuchs der Handel.
    Im zweiten Quartal 2023 = 2023-04-01/2023-06-30 Interval explicit im
Seit 2019 gab es kein Treffen.
    Seit 2019 = 2019-01-01/.. Interval explicit seit
Seit April 2023 fahren wieder Züge.
    Seit April 2023 = 2023-04-01/.. Interval explicit seit
Seit Mittwoch tagt das Gericht.
    Seit Mittwoch = 2023-09-13/.. Interval relative seit
Seit Anfang des Jahres fahren wieder Züge.
    Seit Anfang des Jahres = 2023-01-01/.. Interval relative seit
Seit dem 24. Februar 2022 herrscht Krieg.
    Seit dem 24. Februar 2022 = 2022-02-24/.. Interval explicit seit
Ab Januar 2024 gilt der Vertrag.
    Ab Januar 2024 = 2024-01-01/.. Interval explicit ab
Zwischen dem 7. September und dem 1. Oktober 2022 fuhren Schiffe.
    Zwischen dem 7. September und dem 1. Oktober 2022 = 2022-09-07/2022-10-01 Interval explicit zwischen
Vom 4. bis 6. Mai wurde geübt.
    Vom 4. bis 6. Mai = 2023-05-04/2023-05-06 Interval relative vom
Vom 11. bis zum 14. September ist Messe.
    Vom 11. bis zum 14. September = 2023-09-11/2023-09-14 Interval relative vom
Vom 28. August bis 3. September wurde geübt.
    Vom 28. August bis 3. September = 2023-08-28/2023-09-03 Interval relative vom
Von Montag bis Mittwoch ruhte der Verkehr.
    Von Montag bis Mittwoch = 2023-09-11/2023-09-13 Interval relative von
Von 2019 bis 2021 war die Grenze zu.
    Von 2019 bis 2021 = 2019-01-01/2021-12-31 Interval explicit von
Zwischen 2011 und 2018 blieb er zu Hause.
    Zwischen 2011 und 2018 = 2011-01-01/2018-12-31 Interval explicit zwischen
Zwischen August und Dezember 2022 wurde geliefert.
    Zwischen August und Dezember 2022 = 2022-08-01/2022-12-31 Interval explicit zwischen
In der Saison 2022/23 fehlte Kohle.
    2022/23 = 2022-01-01/2023-12-31 Interval explicit -
In den Jahren 2019-2021 war die Grenze zu.
    2019-2021 = 2019-01-01/2021-12-31 Interval explicit -
In der vergangenen Woche gab es zwei Tests.
    In der vergangenen Woche = 2023-09-04/2023-09-10 Week relative in
Vorige Woche gab es zwei Tests.
    Vorige Woche = 2023-09-04/2023-09-10 Week relative -
Kommende Woche reist der Minister.
    Kommende Woche = 2023-09-18/2023-09-24 Week relative -
Diese Woche berät der Rat.
    Diese Woche = 2023-09-11/2023-09-17 Week relative -
Anfang der vergangenen Woche reiste er ein.
    Anfang der vergangenen Woche = 2023-09-04/2023-09-05 Interval relative -
Ende der Woche fliegt er heim.
    Ende der Woche = 2023-09-15/2023-09-17 Interval relative -
Am Wochenende blieb es ruhig.
    Am Wochenende = 2023-09-09/2023-09-10 Interval relative am
Am vergangenen Wochenende blieb es ruhig.
    Am vergangenen Wochenende = 2023-09-09/2023-09-10 Interval relative am
Vor zehn Tagen lief das Schiff aus.
    Vor zehn Tagen = 2023-09-03 Day relative vor
Vor zwei Wochen lief das Schiff aus.
    Vor zwei Wochen = 2023-08-28/2023-09-03 Week relative vor
Vor drei Monaten war das Gerücht noch neu.
    Vor drei Monaten = 2023-06-01/2023-06-30 Month relative vor
Vor rund 70 Jahren endete der Krieg.
    Vor rund 70 Jahren = 1953-01-01/1953-12-31 Year relative vor
Vor einem Jahr war das undenkbar.
    Vor einem Jahr = 2022-01-01/2022-12-31 Year relative vor
Vor einem halben Jahr war das undenkbar.
    Vor einem halben Jahr = 2023-03-01/2023-03-31 Month relative vor
Vor mehr als zwei Jahrzehnten war er schon da.
    Vor mehr als zwei Jahrzehnten = 2003-01-01/2003-12-31 Year relative vor
Seit drei Jahren ist die Grenze zu.
    Seit drei Jahren = 2020-09-13/.. Interval relative seit
Der seit anderthalb Jahren geführte Krieg kostet Munition.
    seit anderthalb Jahren = 2022-03-13/.. Interval relative seit
In den zurückliegenden zwei Jahren wuchs der Handel.
    In den zurückliegenden zwei Jahren = 2021-09-13/2023-09-13 Interval relative in
In den kommenden drei Wochen wird verhandelt.
    In den kommenden drei Wochen = 2023-09-13/2023-10-04 Interval relative in
In zwei Wochen beginnt die Übung.
    In zwei Wochen = 2023-09-25/2023-10-01 Week relative in
Im vergangenen Jahr flog keine Rakete.
    Im vergangenen Jahr = 2022-01-01/2022-12-31 Year relative im
In diesem Jahr flogen drei Raketen.
    In diesem Jahr = 2023-01-01/2023-12-31 Year relative in
Im nächsten Monat tagt der Rat.
    Im nächsten Monat = 2023-10-01/2023-10-31 Month relative im
Mitte vergangenen Monats kam die Absage.
    Mitte vergangenen Monats = 2023-08-11/2023-08-20 Interval relative -
Im Vorjahr war es anders.
    Im Vorjahr = 2022-01-01/2022-12-31 Year relative im
Im Sommer wurde geübt.
    Im Sommer = 2023-06-01/2023-08-31 Interval relative im
Im Sommer 2019 wurde geübt.
    Im Sommer 2019 = 2019-06-01/2019-08-31 Interval explicit im
Im vergangenen Winter fehlte Kohle.
    Im vergangenen Winter = 2022-12-01/2023-02-28 Interval relative im
Im Winter 2022/23 fehlte Kohle.
    Im Winter 2022/23 = 2022-12-01/2023-02-28 Interval explicit im
In den 1990er Jahren hungerte das Land.
    In den 1990er Jahren = 1990-01-01/1999-12-31 Interval explicit in
Am Mittwoch lobte er, was er 2019 gesehen hatte.
    Am Mittwoch = 2023-09-13 Day relative am
    2019 = 2019-01-01/2019-12-31 Year explicit -
Zu Beginn des vergangenen Jahres war die Grenze zu.
    Zu Beginn des vergangenen Jahres = 2022-01-01/2022-04-30 Interval relative zu
Gegen Ende 2021 war die Grenze zu.
    Gegen Ende 2021 = 2021-09-01/2021-12-31 Interval explicit gegen
Mitte der Woche fährt er heim.
    Mitte der Woche = 2023-09-13/2023-09-14 Interval relative -
Sie trafen sich am Freitag, 8.9., in der Stadt.
    am Freitag, 8.9. = 2023-09-08 Day relative am
Seit dem 7.9. fahren wieder Züge.
    Seit dem 7.9. = 2023-09-07/.. Interval relative seit
Am 5. September 1877 starb er.
    Am 5. September 1877 = 1877-09-05 Day explicit am
Der vor dem für Montag geplanten Treffen gemeldete Test fiel aus.
    für Montag = 2023-09-11 Day relative für
Nach dem am Dienstag geschlossenen Vertrag fahren Züge.
    am Dienstag = 2023-09-12 Day relative am
Die Lehren der letzten 30 Jahre zählen.
    der letzten 30 Jahre = 1993-09-13/2023-09-13 Interval relative -
"""

ENGLISH = """
The minister landed on Wednesday in Khabarovsk.
    on Wednesday = 2023-09-13 Day relative on
Monday brought no news.
    Monday = 2023-09-11 Day relative -
Tuesday's launch failed.
    Tuesday = 2023-09-12 Day relative -
Wednesday morning, the train crossed the bridge.
    Wednesday morning = 2023-09-13 Day relative -
Last Friday the treaty became known.
    Last Friday = 2023-09-08 Day relative -
The council meets next Friday.
    next Friday = 2023-09-15 Day relative -
Nothing is planned this Friday.
    this Friday = 2023-09-15 Day relative -
The delegation left on Monday last week.
    on Monday last week = 2023-09-04 Day relative on
Late on Tuesday the ship sailed.
    Late on Tuesday = 2023-09-12 Day relative on
Early Tuesday the sirens wailed.
    Early Tuesday = 2023-09-12 Day relative -
The council meets today.
    today = 2023-09-13 Day relative -
The port was empty yesterday.
    yesterday = 2023-09-12 Day relative -
The delegation leaves tomorrow.
    tomorrow = 2023-09-14 Day relative -
The train arrived this morning.
    this morning = 2023-09-13 Day relative -
The treaty was signed on September 13, 2023.
    on September 13, 2023 = 2023-09-13 Day explicit on
The treaty was signed on 13 September 2023.
    on 13 September 2023 = 2023-09-13 Day explicit on
The treaty was signed on Sept. 13.
    on Sept. 13 = 2023-09-13 Day relative on
The rocket flew on the 4th of July 2017.
    on the 4th of July 2017 = 2017-07-04 Day explicit on
They met on Wednesday, September 13, and ate.
    on Wednesday, September 13 = 2023-09-13 Day relative on
The April 25, 2019 meeting was short.
    April 25, 2019 = 2019-04-25 Day explicit -
The file is dated 2019-04-25.
    2019-04-25 = 2019-04-25 Day explicit -
They met on 25/04/2019.
    on 25/04/2019 = 2019-04-25 Day explicit on
They met on 04/25/2019.
    on 04/25/2019 = 2019-04-25 Day explicit on
On September 11 and 12 they talked.
    On September 11 and 12 = 2023-09-11/2023-09-12 Interval relative on
On May 13 last year the depot burned.
    On May 13 last year = 2022-05-13 Day relative on
They first met in April 2019.
    in April 2019 = 2019-04-01/2019-04-30 Month explicit in
Deliveries went on in September.
    in September = 2023-09-01/2023-09-30 Month relative in
The minister came in July.
    in July = 2023-07-01/2023-07-31 Month relative in
They wrote letters in mid-August.
    in mid-August = 2023-08-11/2023-08-20 Interval relative in
The visit was prepared in early June 2000.
    in early June 2000 = 2000-06-01/2000-06-10 Interval explicit in
The satellite fell last May.
    last May = 2023-05-01/2023-05-31 Month relative -
It was tested in June last year.
    in June last year = 2022-06-01/2022-06-30 Month relative in
The September summit was about satellites.
    September = 2023-09-01/2023-09-30 Month relative -
The bridge was finished in 2019.
    in 2019 = 2019-01-01/2019-12-31 Year explicit in
The bridge, finished 2019, is closed.
    2019 = 2019-01-01/2019-12-31 Year explicit -
The 2022 invasion changed all.
    The 2022 = 2022-01-01/2022-12-31 Year explicit -
Deliveries began in late 2022.
    in late 2022 = 2022-09-01/2022-12-31 Interval explicit in
The border was closed in early 2022.
    in early 2022 = 2022-01-01/2022-04-30 Interval explicit in
Trade grew in the first half of 2023.
    in the first half of 2023 = 2023-01-01/2023-06-30 Interval explicit in
There has been no meeting since 2019.
    since 2019 = 2019-01-01/.. Interval explicit since
It has grown since early 2022.
    since early 2022 = 2022-01-01/.. Interval explicit since
Trains have run since last year.
    since last year = 2022-01-01/.. Interval relative since
Ships sailed between September 7 and October 1, 2022.
    between September 7 and October 1, 2022 = 2022-09-07/2022-10-01 Interval explicit between
The drill ran from June 4 to 6.
    from June 4 to 6 = 2023-06-04/2023-06-06 Interval relative from
The drill ran June 4-6, 2022.
    June 4-6, 2022 = 2022-06-04/2022-06-06 Interval explicit -
Traffic stopped from Monday to Wednesday.
    from Monday to Wednesday = 2023-09-11/2023-09-13 Interval relative from
The border was closed from 2019 to 2021.
    from 2019 to 2021 = 2019-01-01/2021-12-31 Interval explicit from
The border was closed 2019-2021.
    2019-2021 = 2019-01-01/2021-12-31 Interval explicit -
There were two tests last week.
    last week = 2023-09-04/2023-09-10 Week relative -
The minister travels next week.
    next week = 2023-09-18/2023-09-24 Week relative -
The council meets this week.
    this week = 2023-09-11/2023-09-17 Week relative -
At the end of last week he flew home.
    At the end of last week = 2023-09-08/2023-09-10 Interval relative at
It was quiet over the weekend.
    over the weekend = 2023-09-09/2023-09-10 Interval relative over
It was quiet last weekend.
    last weekend = 2023-09-09/2023-09-10 Interval relative -
The ship sailed ten days ago.
    ten days ago = 2023-09-03 Day relative -
The ship sailed two weeks ago.
    two weeks ago = 2023-08-28/2023-09-03 Week relative -
He was there 24 years ago.
    24 years ago = 1999-01-01/1999-12-31 Year relative -
A year ago this was unthinkable.
    A year ago = 2022-01-01/2022-12-31 Year relative -
Trade has grown over the past two years.
    over the past two years = 2021-09-13/2023-09-13 Interval relative over
Trade has grown over the past year.
    over the past year = 2022-09-13/2023-09-13 Interval relative over
Talks go on for the next three weeks.
    for the next three weeks = 2023-09-13/2023-10-04 Interval relative for
The drill begins in two weeks.
    in two weeks = 2023-09-25/2023-10-01 Week relative in
No rocket flew last year.
    last year = 2022-01-01/2022-12-31 Year relative -
Three rockets flew this year.
    this year = 2023-01-01/2023-12-31 Year relative -
The council meets next month.
    next month = 2023-10-01/2023-10-31 Month relative -
There were drills in the summer of 2019.
    in the summer of 2019 = 2019-06-01/2019-08-31 Interval explicit in
There were drills last summer.
    last summer = 2023-06-01/2023-08-31 Interval relative -
The country starved in the 1990s.
    in the 1990s = 1990-01-01/1999-12-31 Interval explicit in
He came as early as late last year.
    late last year = 2022-09-01/2022-12-31 Interval relative -
It shrank in mid-2022 and in mid-August 2021.
    in mid-2022 = 2022-05-01/2022-08-31 Interval explicit in
    in mid-August 2021 = 2021-08-11/2021-08-20 Interval explicit in
In the second half of last year it shrank.
    In the second half of last year = 2022-07-01/2022-12-31 Interval relative in
The ship sailed in the middle of the month.
    in the middle of the month = 2023-09-11/2023-09-20 Interval relative in
Earlier this month the ship sailed.
    Earlier this month = 2023-09-01/2023-09-30 Month relative -
The war began on June 25,1950.
    on June 25,1950 = 1950-06-25 Day explicit on
"""

GERMAN_WITHOUT_TIME = (
    "Es kamen 2000 Soldaten über die Grenze.",
    "Mehr als 1000 Container wurden verladen.",
    "Insgesamt 1950 gepanzerte Fahrzeuge standen dort.",
    "Das Dorf zählt 1900 Einwohner.",
    "Die 2019er Fassung fehlt.",
    "Artikel 2019 wurde gestrichen.",
    "Die Resolution 1718 gilt weiter.",
    "Die Resolution 1950 gilt weiter.",
    "Eine Su-35 startete.",
    "Die Sojus-2 steht bereit.",
    "Das Manöver Sapad-2021 endete.",
    "Nördlich vom 38. Breitengrad liegt der Ort.",
    "Vor zehn Minuten gab es Alarm.",
    "In zwei Stunden landet er.",
    "Theresa May war nicht dabei.",
    "Premierministerin Mai lehnte ab.",
    "Frau Mai lachte.",
    "Der Mai ist gekommen.",
    "Am Rande des Gipfels sprachen sie.",
    "In Kürze folgt mehr.",
    "Der Marsch begann.",
    "Der 39 Jahre alte Machthaber schwieg.",
    "Der 39-Jährige schwieg.",
    "Zwei Jahre später war alles anders.",
    "Am selben Tag kam die Antwort.",
    "Am nächsten Morgen kam die Antwort.",
    "In den vergangenen Jahren wuchs der Handel.",
    "In den kommenden Wochen wird verhandelt.",
    "Seit Jahren wird gebaut.",
    "Nach rund 15 Jahren endet das Mandat.",
    "Bis 2025 soll die Brücke stehen.",
    "Bis Mittwoch bleibt er dort.",
    "Bis heute fehlt der Beweis.",
    "Vor dem 13. September wird nichts entschieden.",
    "Nach 2019 gab es kein Treffen mehr.",
    "Guten Morgen, sagte er.",
    "Jeden Morgen läuft er.",
    "Das kostet 2000 Euro.",
    "Die Rakete flog 1900 Kilometer weit.",
    "Um 2000 Uhr war Schluss.",
    "Der Fonds hat 2.019 Anteile.",
    "Es waren 12.2019 Punkte.",
    "Es geschah am 31. Februar 2023.",
    "Zwischen 2021 und 2019 liegt nichts.",
    "Freitags ist geschlossen.",
    "Vor 9000 Jahren war hier Eis.",
    "Es blieb bei 2000 bis 3000 Mann.",
    "Das gelang erst in der Mitte der vergangenen Jahre.",
    "Bis vor zwei Jahren war die Grenze offen.",
    "Bis zum 31. Dezember 2022 galt die Frist.",
)

ENGLISH_WITHOUT_TIME = (
    "Some 2000 soldiers crossed the border.",
    "More than 1,000 containers were loaded.",
    "The village has 1900 inhabitants.",
    "They bought 1950 armoured vehicles.",
    "From 2000 to 3000 troops were sent.",
    "Article 2019 was struck.",
    "Resolution 1718 still holds.",
    "Resolution 1950 still holds.",
    "A Su-35 took off.",
    "The Soyuz-2 is ready.",
    "North of the 38th parallel lies the town.",
    "Ten minutes ago there was an alarm.",
    "Theresa May was absent.",
    "Prime Minister May declined.",
    "He may visit the plant.",
    "May he live long.",
    "The march began.",
    "They march on Moscow.",
    "March on, he said.",
    "The 39-year-old was silent.",
    "He is 39 years old.",
    "Two years later all was different.",
    "He has ruled for two years.",
    "In recent weeks trade grew.",
    "In the coming weeks talks go on.",
    "By 2025 the bridge shall stand.",
    "He stays until Friday.",
    "After 2019 they never met.",
    "It costs $2000 now.",
    "The train left at 1900 GMT.",
    "Fridays are quiet.",
    "It happened on February 31, 2023.",
    "The water will spring from the rock.",
    "The fall of the town was near.",
    "It was 9000 years ago.",
    "It fell in December of '70.",
    "It was the first launch in more than a decade.",
    "Call 650 723 1976 now.",
)

# Language, sentence that speaks of what is to come, days.
FUTURE = (
    ("de", "Am Freitag will er ihn treffen.", "2023-09-15"),
    ("de", "Am Mittwoch will er ihn treffen.", "2023-09-13"),
    ("de", "Am Montag will er ihn treffen.", "2023-09-18"),
    ("de", "Am 14. September will er ihn treffen.", "2023-09-14"),
    ("de", "Am 2. August will er ihn treffen.", "2024-08-02"),
    ("de", "Im April endet das Mandat.", "2024-04-01/2024-04-30"),
    ("de", "Im September endet das Mandat.", "2023-09-01/2023-09-30"),
    ("de", "Am Wochenende endet die Frist.", "2023-09-16/2023-09-17"),
    ("de", "Vom 28. bis 30. September wird gewählt.", "2023-09-28/2023-09-30"),
    ("de", "Vom 28. Dezember bis 3. Januar ist Pause.", "2023-12-28/2024-01-03"),
    ("de", "Von Freitag bis Montag ist Pause.", "2023-09-15/2023-09-18"),
    ("de", "Seit vergangenem Freitag soll er bleiben.", "2023-09-08/.."),
    ("en", "He is to meet him on Friday.", "2023-09-15"),
    ("en", "He is to meet him on October 1.", "2023-10-01"),
    ("en", "The mandate ends in April.", "2024-04-01/2024-04-30"),
    ("en", "They will stay from Friday to Monday.", "2023-09-15/2023-09-18"),
    ("en", "He will visit this summer.", "2023-06-01/2023-08-31"),
)

# Language, a sentence after one that told 2023-09-11, days counted from there ("" = none).
AFTER = (
    ("de", "Noch am selben Abend flog er ab.", "2023-09-11"),
    ("de", "Tags darauf sprach er.", "2023-09-12"),
    ("de", "Am darauffolgenden Tag sprach er.", "2023-09-12"),
    ("de", "Am Tag zuvor schwieg er.", "2023-09-10"),
    ("de", "Drei Tage zuvor schwieg er.", "2023-09-08"),
    ("de", "Zwei Tage danach sprach er.", "2023-09-13"),
    ("de", "Am Vortag schwieg er.", "2023-09-10"),
    ("de", "Zwei Tage vor dem Treffen schwieg er.", ""),
    ("de", "Am Tag nach der Ankunft sprach er.", ""),
    ("de", "Rund zwei Tage später sprach er.", ""),
    ("de", "Zwei Jahre später sprach er.", ""),
    ("de", "Am selben Tag wie im Vorjahr begann es.", "2022-01-01/2022-12-31"),
    ("de", "Am selben Tag des Vorjahres begann es.", "2022-01-01/2022-12-31"),
    ("en", "He left on the same day in 2019.", "2019-01-01/2019-12-31"),
    ("en", "That same evening they dined.", "2023-09-11"),
    ("en", "On the following day they left.", "2023-09-12"),
    ("en", "A day earlier he had left.", "2023-09-10"),
    ("en", "He had left two days before.", "2023-09-09"),
    ("en", "He left two days before the talks.", ""),
    ("en", "He left a day after the talks.", ""),
    ("en", "He left on the same day as she did.", ""),
    ("en", "About two days later he left.", ""),
    ("ru", "В тот же день он уехал.", "2023-09-11"),
    ("ru", "На следующий день он уехал.", "2023-09-12"),
    ("ru", "Днём ранее он молчал.", "2023-09-10"),
    ("ru", "За два дня до этого он молчал.", "2023-09-09"),
    ("ru", "Спустя два дня он уехал.", "2023-09-13"),
    ("ru", "Спустя два дня после саммита он уехал.", ""),
    ("ru", "В тот же день, когда он уехал, шёл дождь.", ""),
    ("ko", "같은 날 떠났다.", "2023-09-11"),
    ("ko", "이튿날 떠났다.", "2023-09-12"),
    ("ko", "사흘 뒤 떠났다.", "2023-09-14"),
    ("ko", "전날 도착했다.", "2023-09-10"),
    ("ko", "이날 오전 떠났다.", "2023-09-11"),
)

# Language, words, the article's date, days ("" = nothing can be said).
REFERENCES = (
    ("de", "Anfang der vergangenen Woche", "2023-09-16", "2023-09-04/2023-09-12"),
    ("de", "vergangene Woche", "2023-09-17", "2023-09-04/2023-09-17"),
    ("de", "vergangene Woche", "2023-09-15", "2023-09-04/2023-09-10"),
    ("en", "last week", "2023-09-16", "2023-09-04/2023-09-16"),
    ("de", "am Mittwoch", "", ""),
    ("de", "gestern", "", ""),
    ("de", "im September", "", ""),
    ("de", "vor zehn Tagen", "", ""),
    ("de", "am 13. September", "", ""),
    ("de", "vom 4. bis 6. Mai", "", ""),
    ("de", "im vergangenen Jahr", "", ""),
    ("de", "am Mittwoch, dem 13. September 2023", "", "2023-09-13"),
    ("de", "seit 2019", "", "2019-01-01/.."),
    ("de", "vom 4. bis 6. Mai 2019", "", "2019-05-04/2019-05-06"),
    ("de", "zwischen Juni und September 2022", "", "2022-06-01/2022-09-30"),
    ("en", "last week", "", ""),
    ("en", "in April 2019", "", "2019-04-01/2019-04-30"),
    ("de", "am Mittwoch", "2023-09", ""),
    ("de", "gestern", "2023-09", ""),
    ("de", "im September", "2023-09", "2023-09-01/2023-09-30"),
    ("de", "im Juli", "2023-09", "2023-07-01/2023-07-31"),
    ("de", "im Dezember", "2023-09", "2022-12-01/2022-12-31"),
    ("de", "am 2. August", "2023-09", "2023-08-02"),
    ("de", "am 13. September", "2023-09", ""),
    ("de", "vor zwei Monaten", "2023-09", "2023-07-01/2023-07-31"),
    ("de", "im vergangenen Jahr", "2023-09", "2022-01-01/2022-12-31"),
    ("de", "im vergangenen Jahr", "2023", "2022-01-01/2022-12-31"),
    ("de", "vor 70 Jahren", "2023", "1953-01-01/1953-12-31"),
    ("de", "im September", "2023", ""),
    ("en", "in June last year", "2025", "2024-06-01/2024-06-30"),
    ("en", "last month", "2023-01", "2022-12-01/2022-12-31"),
    ("de", "am 29. Februar", "2023-09-13", "2020-02-29"),
    ("de", "vor einem Monat", "2023-03-31", "2023-02-01/2023-02-28"),
    ("de", "seit einem Monat", "2023-03-31", "2023-02-28/.."),
    ("de", "vergangene Woche", "2024-01-01", "2023-12-25/2023-12-31"),
    ("en", "last Wednesday", "2023-09-13", "2023-09-06"),
    ("en", "next Wednesday", "2023-09-13", "2023-09-20"),
)

# Two languages that write otherwise: cases and no prepositions, and words without blanks.
RUSSIAN: dict[str, object] = {
    "edges": {"before": r"(?<!\w)", "after": r"(?!\w)"},
    "weekdays": {"3": ["сред[ау]"]},
    "months": {"9": ["сентябр[ья]"]},
    "which": {"last": ["прошл(?:ую|ом|ой)"]},
    "periods": {"week": ["неделе"], "year": ["году"]},
    "numbers": {"3": ["три"]},
    "units": {"day": ["дня"]},
    "intro": {"at": ["в", "во"], "since": ["с"]},
    "patterns": [
        {"match": "{day} {month} {year} года", "gives": "day"},
        {"match": "(?:{intro.at} )?(?:{which} )?{weekday}", "gives": "weekday"},
        {"match": "{intro.at} {which} {period}", "gives": "period"},
        {"match": "{number} {unit} назад", "gives": "count", "set": {"which": "last"}},
        {"match": "{year} года", "gives": "year", "alone": False},
    ],
    "frames": [{"match": "{intro.since} {time}", "gives": "since"}],
}
KOREAN: dict[str, object] = {
    "which": {"last": ["지난"]},
    "periods": {"week": ["주"], "month": ["달"]},
    "shifts": {"-1": ["어제"]},
    "patterns": [
        {"match": "{year}년 ?{month_number}월 ?{day}일", "gives": "day"},
        {"match": "(?:{which} ?)?{day}일", "gives": "day"},
        {"match": "{year}년", "gives": "year"},
        {"match": "{which} ?{period}", "gives": "period"},
        {"match": "{shift}", "gives": "shift"},
    ],
    "frames": [
        {"match": "{time}부터", "gives": "since"},
        {"match": "{time}부터 {time}까지", "gives": "range"},
    ],
}
OTHER_LANGUAGES = (
    ("ru", "13 сентября 2023 года он прибыл", "13 сентября 2023 года = 2023-09-13"),
    ("ru", "В среду он прибыл", "В среду = 2023-09-13"),
    ("ru", "в прошлую среду", "в прошлую среду = 2023-09-06"),
    ("ru", "в прошлом году", "в прошлом году = 2022-01-01/2022-12-31"),
    ("ru", "три дня назад", "три дня назад = 2023-09-10"),
    ("ru", "с 2019 года", "с 2019 года = 2019-01-01/.."),
    ("ko", "2019년4월25일에 만났다", "2019년4월25일 = 2019-04-25"),
    ("ko", "지난 12일 도착했다", "지난 12일 = 2023-09-12"),
    ("ko", "2019년부터", "2019년부터 = 2019-01-01/.."),
    ("ko", "2019년부터 2021년까지", "2019년부터 2021년까지 = 2019-01-01/2021-12-31"),
    ("ko", "지난주에", "지난주 = 2023-09-04/2023-09-10"),
    ("ko", "어제는", "어제 = 2023-09-12"),
)

DAY = {"match": "{day} {month}", "gives": "day"}
# What is wrong with a table, the code, a piece of the message, a piece of the remedy.
BAD_TABLES: tuple[tuple[dict[str, object], str, str, str], ...] = (
    ({"pattern": []}, "KG-110", "unknown key 'pattern'", "Did you mean 'patterns'?"),
    ({"patterns": []}, "KG-111", "patterns: no list", "Write patterns"),
    ({"patterns": "x"}, "KG-111", "patterns: no list", "Write patterns"),
    ({"months": {"13": ["x"]}}, "KG-111", "months.13: '13' is no value of month", "values"),
    ({"months": {"1": []}}, "KG-111", "months.1: is not a list of words", "Write it as"),
    ({"months": {"1": "Januar"}}, "KG-111", "months.1: is not a list of words", "Write it as"),
    ({"months": ["Januar"]}, "KG-111", "months: is not a table", "KEY = VALUE"),
    ({"months": {"1": ["(Jan)"]}}, "KG-111", "capturing group", "(?:…)"),
    ({"months": {"1": ["Jan("]}}, "KG-112", "months.1: no regular expression", "Mend"),
    ({"parts": {"3/2": ["x"]}}, "KG-111", "'3/2' is no value of part", "values"),
    ({"which": {"past": ["x"]}}, "KG-111", "'past' is no value of which", "values"),
    ({"units": {"hour": ["x"]}}, "KG-111", "'hour' is no value of unit", "values"),
    ({"words": {"month": ["x"]}}, "KG-111", "words.month", "another name"),
    ({"edges": {"befor": "x"}}, "KG-110", "unknown key 'befor'", "Did you mean 'before'?"),
    ({"edges": {"before": 1}}, "KG-111", "edges.before", "Write edges.before"),
    ({"patterns": [{"match": "{mouth}", "gives": "day"}]}, "KG-112", "no list for {mouth}", "month"),
    ({"patterns": [{"match": "{day", "gives": "dya"}]}, "KG-111", "gives is 'dya'", "Known: day"),
    ({"patterns": [{"match": "x", "give": "day"}]}, "KG-110", "unknown key 'give'", "Did you mean 'gives'?"),
    ({"patterns": [{"gives": "day"}]}, "KG-111", "match is not a text", "Write match"),
    ({"patterns": [{"match": "(", "gives": "day"}]}, "KG-112", "patterns[0]: no regular", "Mend"),
    ({"patterns": [{"match": "(?P<x>y)", "gives": "day"}]}, "KG-111", "unknown group 'x'", "Known"),
    ({"patterns": [{**DAY, "alone": 1}]}, "KG-111", "alone is neither", "alone = false"),
    (
        {"frames": [{"match": "x{time}", "gives": "since", "bare": 1}]},
        "KG-111",
        "bare is neither",
        "bare = true",
    ),
    ({"patterns": [{**DAY, "set": {"hour": 1}}]}, "KG-110", "unknown key 'hour'", "Known"),
    ({"patterns": [{**DAY, "set": {"month": 13}}]}, "KG-111", "set.month: '13'", "values"),
    ({"frames": [{"match": "x", "gives": "since"}]}, "KG-111", "0 times {time}", "A range takes two"),
    ({"frames": [{"match": "{time}", "gives": "range"}]}, "KG-111", "1 times {time}", "A range takes two"),
    ({"frames": [{"match": "{time}", "gives": "day"}]}, "KG-111", "gives is 'day'", "Known: time"),
    (
        {"frames": [{"match": "x{time}", "gives": "since", "takes": ["days"]}]},
        "KG-111",
        "takes 'days'",
        "Known",
    ),
)


@cache
def words(lang: str) -> DateWords:
    """Load a language's table, from its own file or from the language file it is folded into."""
    if lang in ("ru", "ko"):
        return load_words(RUSSIAN if lang == "ru" else KOREAN, lang)
    return shipped(lang)


@cache
def shipped(lang: str) -> DateWords:
    """Load the table of a language file."""
    whole = room("lang") / f"{lang}.toml"
    return load_words(tomllib.loads(whole.read_text(encoding="utf-8"))["dates"], whole.name)


def days(found: Found) -> str:
    """Write a period as one day, or as begin/end, with .. for an open end."""
    begin, end = found.period.begin, found.period.end
    return begin if begin == end else f"{begin}/{end or '..'}"


def told(found: Found) -> str:
    """Write a find as the tables above do."""
    period = found.period
    basis = "explicit" if period.basis is TimeBasis.EXPLICIT else "relative"
    return f"{period.text} = {days(found)} {period.precision.value} {basis} {found.introduced_by or '-'}"


def cases(table: str) -> list[tuple[str, list[str]]]:
    """Read a table: a sentence, and indented below it what is found in it."""
    read: list[tuple[str, list[str]]] = []
    for line in table.strip().splitlines():
        if line.startswith(" "):
            read[-1][1].append(line.strip())
        else:
            read.append((line, []))
    return read


@pytest.mark.parametrize(("sentence", "expected"), cases(GERMAN))
def test_german(sentence: str, expected: list[str]) -> None:
    """German time words mean these days, seen from a Wednesday."""
    assert expected
    assert [told(found) for found in find(sentence, words("de"), WEDNESDAY)] == expected


@pytest.mark.parametrize(("sentence", "expected"), cases(ENGLISH))
def test_english(sentence: str, expected: list[str]) -> None:
    """English time words mean these days, seen from a Wednesday."""
    assert expected
    assert [told(found) for found in find(sentence, words("en"), WEDNESDAY)] == expected


def test_tables_are_large_enough() -> None:
    """The tables hold what was asked for: 90 German and 60 English cases, and traps in both."""
    assert len(cases(GERMAN)) >= 90
    assert len(cases(ENGLISH)) >= 60
    assert len(GERMAN_WITHOUT_TIME) >= 40
    assert len(ENGLISH_WITHOUT_TIME) >= 30


@pytest.mark.parametrize("sentence", GERMAN_WITHOUT_TIME)
def test_german_traps(sentence: str) -> None:
    """German words that only look like a time, or tell no begin, give nothing."""
    assert find(sentence, words("de"), WEDNESDAY) == ()


@pytest.mark.parametrize("sentence", ENGLISH_WITHOUT_TIME)
def test_english_traps(sentence: str) -> None:
    """English words that only look like a time, or tell no begin, give nothing."""
    assert find(sentence, words("en"), WEDNESDAY) == ()


@pytest.mark.parametrize(("lang", "sentence", "expected"), FUTURE)
def test_future(lang: str, sentence: str, expected: str) -> None:
    """In a sentence about what is to come, bare dates are the next ones; stated ones stay."""
    assert [days(found) for found in find(sentence, words(lang), WEDNESDAY, future=True)] == [expected]


@pytest.mark.parametrize(("lang", "sentence", "expected"), AFTER)
def test_then(lang: str, sentence: str, expected: str) -> None:
    """What hangs on a day told before is counted from that, and taken from the context."""
    found = find(sentence, shipped(lang), WEDNESDAY, told="2023-09-11")
    assert " ".join(days(one) for one in found) == expected
    assert [one.period.basis for one in found if one.period.precision is TimePrecision.DAY] == [
        TimeBasis.FROM_CONTEXT
    ] * (len(expected) == 10)
    assert not [one for one in find(sentence, shipped(lang), "") if one.period.begin == one.period.end]


def test_then_in_one_sentence() -> None:
    """A day of the same sentence comes before one told earlier; one that goes back changes no "then"."""
    text = "Er kam am Dienstag an, hatte zwei Tage zuvor geredet und sprach am nächsten Tag."
    assert [days(one) for one in find(text, words("de"), WEDNESDAY, told="2023-09-04")] == [
        "2023-09-12",
        "2023-09-10",
        "2023-09-13",
    ]


@pytest.mark.parametrize(("lang", "sentence", "reference", "expected"), REFERENCES)
def test_references(lang: str, sentence: str, reference: str, expected: str) -> None:
    """What the article's date does not settle stays unsaid."""
    assert "".join(days(found) for found in find(sentence, words(lang), reference)) == expected


@pytest.mark.parametrize("reference", ["yesterday", "2023-13", "2023-02-30", "13.09.2023", "2023-9-13-1"])
def test_wrong_reference(reference: str) -> None:
    """A reference that is no ISO date is the caller's error."""
    with pytest.raises(ValueError):
        find("am Mittwoch", words("de"), reference)


@pytest.mark.parametrize(("lang", "sentence", "expected"), OTHER_LANGUAGES)
def test_other_languages(lang: str, sentence: str, expected: str) -> None:
    """The same code serves languages without prepositions and without blanks."""
    assert [f"{found.period.text} = {days(found)}" for found in find(sentence, words(lang), WEDNESDAY)] == [
        expected
    ]


def test_white_space() -> None:
    """Line breaks and no-break spaces stand for a blank, in word lists too."""
    assert [days(found) for found in find("vor\neinem\u00a0halben \n Jahr", words("de"), WEDNESDAY)] == [
        "2023-03-01/2023-03-31"
    ]


@pytest.mark.parametrize(("change", "code", "what", "remedy"), BAD_TABLES)
def test_bad_tables(change: dict[str, object], code: str, what: str, remedy: str) -> None:
    """A wrong table is refused with the place and what to do."""
    table = {"months": {"1": ["Januar"]}, "patterns": [DAY], **change}
    with pytest.raises(ProjectError) as caught:
        load_words(table, "xx.toml")
    assert caught.value.code == code
    assert caught.value.what.startswith("xx.toml: ")
    assert what in caught.value.what
    assert remedy in caught.value.remedy


PIECES = (
    *(sentence for table in (GERMAN, ENGLISH) for sentence, _ in cases(table)),
    *GERMAN_WITHOUT_TIME,
    *ENGLISH_WITHOUT_TIME,
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(sorted({word for piece in PIECES for word in piece.split()})), min_size=1, max_size=12
    ).map(" ".join),
)
REFERENCE_DATES = st.one_of(
    st.just(""),
    st.dates().map(date.isoformat),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.dates().map(lambda day: day.isoformat()[:4]),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["de", "en", "ru", "ko"]), REFERENCE_DATES, st.booleans())
def test_any_text(text: str, lang: str, reference: str, future: bool) -> None:
    """No text raises; finds lie inside, in order, apart; begins do not lie after ends; twice is once."""
    found = find(text, words(lang), reference, future=future)
    assert found == find(text, words(lang), reference, future=future)
    last = 0
    for each in found:
        assert last <= each.begin < each.end <= len(text)
        last = each.end
        assert each.period.text == text[each.begin : each.end]
        begin = date.fromisoformat(each.period.begin)
        assert not each.period.end or begin <= date.fromisoformat(each.period.end)
        assert each.period.end or each.period.precision is TimePrecision.INTERVAL
        assert reference or each.period.basis is TimeBasis.EXPLICIT


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["de", "en"]), REFERENCE_DATES)
def test_resolved_days_resolve_to_themselves(day: date, lang: str, reference: str) -> None:
    """A day written as ISO date is that day, whatever the article's date."""
    assert [days(found) for found in find(f"({day.isoformat()})", words(lang), reference)] == [
        day.isoformat()
    ]
