-- Tables of `kg export sqlite`. Dates are ISO days. A row's certainty is its status (events) or modality
-- (reports, facts). The full-text tables name their content as Datasette looks for it.

CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE terms (name TEXT PRIMARY KEY, mark TEXT, label_de TEXT NOT NULL, label_en TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE entities (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL REFERENCES terms (name),
    wikidata TEXT, link_status TEXT NOT NULL REFERENCES terms (name), link_score REAL,
    country TEXT REFERENCES entities (id), longitude REAL, latitude REAL,
    name_de TEXT, name_en TEXT, name_ru TEXT, name_ko TEXT, iri TEXT NOT NULL UNIQUE
);

CREATE TABLE mentions (
    entity TEXT NOT NULL REFERENCES entities (id), mention TEXT NOT NULL, PRIMARY KEY (entity, mention)
) WITHOUT ROWID;

CREATE TABLE sources (
    id TEXT PRIMARY KEY, title TEXT, publisher TEXT REFERENCES entities (id), agency TEXT REFERENCES entities (id),
    date TEXT, language TEXT, url TEXT, sha256 TEXT, iri TEXT NOT NULL UNIQUE
);

CREATE TABLE sentences (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL REFERENCES sources (id), number INTEGER NOT NULL,
    section TEXT, begin INTEGER, end INTEGER, text TEXT NOT NULL, iri TEXT NOT NULL UNIQUE
);

CREATE TABLE events (
    id TEXT PRIMARY KEY, label TEXT NOT NULL, type TEXT NOT NULL REFERENCES terms (name),
    status TEXT NOT NULL REFERENCES terms (name), begin TEXT, end TEXT, precision TEXT REFERENCES terms (name),
    place TEXT REFERENCES entities (id), reports INTEGER NOT NULL, independent_sources INTEGER NOT NULL,
    first_reported TEXT, last_reported TEXT, part_of TEXT REFERENCES events (id), wikidata TEXT, iri TEXT NOT NULL UNIQUE
);

CREATE TABLE roles (
    event TEXT NOT NULL REFERENCES events (id), role TEXT NOT NULL REFERENCES terms (name),
    entity TEXT NOT NULL REFERENCES entities (id), PRIMARY KEY (event, role, entity)
) WITHOUT ROWID;

CREATE TABLE contested (
    event TEXT NOT NULL REFERENCES events (id), role TEXT NOT NULL REFERENCES terms (name), PRIMARY KEY (event, role)
) WITHOUT ROWID;

CREATE TABLE reports (
    id TEXT PRIMARY KEY, event TEXT NOT NULL REFERENCES events (id), type TEXT NOT NULL REFERENCES terms (name),
    modality TEXT NOT NULL REFERENCES terms (name), certainty TEXT NOT NULL REFERENCES terms (name),
    polarity TEXT NOT NULL REFERENCES terms (name), tense TEXT NOT NULL REFERENCES terms (name),
    holder TEXT REFERENCES entities (id), cues TEXT, sentence INTEGER NOT NULL REFERENCES sentences (id),
    source TEXT NOT NULL REFERENCES sources (id), place TEXT REFERENCES entities (id),
    begin TEXT, end TEXT, precision TEXT REFERENCES terms (name),
    quantity_min REAL, quantity_max REAL, quantity_unit TEXT, confidence REAL, "trigger" TEXT, rule TEXT,
    iri TEXT NOT NULL UNIQUE
);

CREATE TABLE report_roles (
    report TEXT NOT NULL REFERENCES reports (id), role TEXT NOT NULL REFERENCES terms (name),
    entity TEXT NOT NULL REFERENCES entities (id), PRIMARY KEY (report, role, entity)
) WITHOUT ROWID;

CREATE TABLE relays (
    report TEXT NOT NULL REFERENCES reports (id), entity TEXT NOT NULL REFERENCES entities (id),
    PRIMARY KEY (report, entity)
) WITHOUT ROWID;

CREATE TABLE facts (
    id TEXT PRIMARY KEY, subject TEXT NOT NULL REFERENCES entities (id),
    predicate TEXT NOT NULL REFERENCES terms (name), object TEXT NOT NULL REFERENCES entities (id),
    modality TEXT NOT NULL REFERENCES terms (name), certainty TEXT NOT NULL REFERENCES terms (name),
    holder TEXT REFERENCES entities (id), cues TEXT, sentence INTEGER NOT NULL REFERENCES sentences (id),
    source TEXT NOT NULL REFERENCES sources (id), iri TEXT NOT NULL UNIQUE
);

CREATE INDEX events_type ON events (type, status);
CREATE INDEX events_begin ON events (begin);
CREATE INDEX events_place ON events (place);
CREATE INDEX roles_entity ON roles (entity, role);
CREATE INDEX reports_event ON reports (event);
CREATE INDEX reports_source ON reports (source);
CREATE INDEX reports_sentence ON reports (sentence);
CREATE INDEX report_roles_entity ON report_roles (entity, role);
CREATE INDEX sentences_source ON sentences (source, number);
CREATE INDEX facts_subject ON facts (subject);
CREATE INDEX facts_object ON facts (object);
CREATE INDEX sources_date ON sources (date);
CREATE INDEX entities_wikidata ON entities (wikidata);

CREATE VIEW confirmed_events AS
    SELECT * FROM events WHERE status IN ('Asserted', 'Reported');

CREATE VIEW event_list AS
    SELECT events.id, terms.mark, events.status, events.type, events.label, events.begin, events.end,
        places.name AS place, events.reports, events.independent_sources
    FROM events JOIN terms ON terms.name = events.status LEFT JOIN entities AS places ON places.id = events.place;

CREATE VIEW who_did_what AS
    SELECT entities.name, roles.role, events.label, events.type, events.status, events.begin, events.id AS event
    FROM roles JOIN events ON events.id = roles.event JOIN entities ON entities.id = roles.entity;

CREATE VIEW proof AS
    SELECT reports.event, events.label, reports.modality, sentences.text AS sentence, holders.name AS holder,
        publishers.name AS publisher, sources.date, sources.title, sources.url, reports.cues, reports.id AS report
    FROM reports JOIN events ON events.id = reports.event JOIN sentences ON sentences.id = reports.sentence
        JOIN sources ON sources.id = reports.source LEFT JOIN entities AS holders ON holders.id = reports.holder
        LEFT JOIN entities AS publishers ON publishers.id = sources.publisher;

CREATE VIRTUAL TABLE sentences_fts USING fts5 (text, content="sentences", content_rowid="id");
CREATE VIRTUAL TABLE events_fts USING fts5 (label, content="events");
CREATE VIRTUAL TABLE entities_fts USING fts5 (name, name_de, name_en, name_ru, name_ko, content="entities");
