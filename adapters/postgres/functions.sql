-- What a writer calls: replaced as a whole whenever a schema is brought up to date.

-- The owners that hold their lock at this moment: an owner's own is exclusive, who looks whether it is dead shares it.
CREATE OR REPLACE FUNCTION ima.living() RETURNS SETOF integer LANGUAGE sql STABLE AS $$
    SELECT objid::integer FROM pg_locks
    WHERE locktype = 'advisory' AND classid = 4242 AND objsubid = 2 AND granted AND mode = 'ExclusiveLock'
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
$$;

-- Tell those who watch that something has changed, once this is committed. A notification makes commits queue up, so it is
-- spared where nobody watches: who does, shares the lock.
CREATE OR REPLACE FUNCTION ima.notify() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock(4243, 0) THEN
        PERFORM pg_notify('ima', '');
    END IF;
END $$;

-- What another one, of the same account or address, has the task of `wanted`.
CREATE OR REPLACE FUNCTION ima.task_holder(wanted_id text, wanted_task text, wanted_account text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT g.id FROM ima.generation g
    WHERE g.task_id = wanted_task AND g.id <> wanted_id
          AND (g.account = wanted_account
               OR (SELECT address FROM ima.account WHERE name = g.account AND address <> '')
                  = (SELECT address FROM ima.account WHERE name = wanted_account))
    LIMIT 1
$$;

-- What another key of the address has made, or is making, of a request.
CREATE OR REPLACE FUNCTION ima.twin_of_another_key(account_ text, address_ text, user_ text, request text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT g.id FROM ima.account a JOIN ima.generation g ON g.account = a.name AND g.request_id = request AND g.user_id = user_
    WHERE address_ <> '' AND a.address IN (address_, '') AND a.name <> account_ AND g.stage <> 'rejected'
    LIMIT 1
$$;

-- What ordering a closed generation anew would be a twin of.
CREATE OR REPLACE FUNCTION ima.twin_of_closed(item jsonb, g ima.generation) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT ima.twin_of_another_key(g.account, a.address, g.user_id, g.request_id) FROM ima.account a
    WHERE a.name = g.account AND NOT g.open AND NOT (item->>'again')::boolean
$$;

-- What an order of this request would be a twin of: our own before another key's.
CREATE OR REPLACE FUNCTION ima.twin(item jsonb) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    found text;
BEGIN
    SELECT g.id INTO found FROM ima.generation g
    WHERE g.account = item->>'account' AND g.request_id = item->>'request_id' AND g.user_id = item->>'user_id';
    IF found IS NULL THEN
        SELECT g.id INTO found FROM ima.generation g WHERE g.id = item->>'id';
    END IF;
    IF found IS NULL AND NOT (item->>'again')::boolean THEN
        found := ima.twin_of_another_key(item->>'account', item->>'address', item->>'user_id', item->>'request_id');
    END IF;
    RETURN found;
END $$;

-- Whether the entries of `item` stand there already: its commit landed, and only the answer was lost.
CREATE OR REPLACE FUNCTION ima.landed(item jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT count(e.seq) = jsonb_array_length(item->'entries')
    FROM jsonb_array_elements(item->'entries') WITH ORDINALITY AS wanted (entry, nth)
         LEFT JOIN ima.event e ON e.generation = item->>'id' AND e.seq = (item->>'seq')::integer + nth
                                  AND e.at = (entry->>0)::double precision AND e.kind = entry->>1 AND e.body = entry->>2
$$;

-- Put what `item` holds into its purses, where none would overflow: else say which. `was` are the purses it held before.
CREATE OR REPLACE FUNCTION ima.reserve(item jsonb, was text[], held_before bigint) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint := (item->>'held')::bigint;
    name_ text;
    limit_ bigint;
    room bigint;
BEGIN
    FOR name_, limit_ IN SELECT p->>0, (p->>1)::bigint FROM jsonb_array_elements(item->'purses') WITH ORDINALITY AS x (p, nth) ORDER BY nth
    LOOP
        SELECT limit_ - p.points + CASE WHEN name_ = ANY (was) THEN held_before ELSE 0 END INTO room
        FROM ima.purse p WHERE p.name = name_;
        IF wanted > 0 AND wanted > room THEN
            RETURN jsonb_build_object('is', 'over', 'purse', name_, 'limit', limit_, 'left', greatest(0, room));
        END IF;
    END LOOP;
    UPDATE ima.purse p SET points = p.points - held_before WHERE p.name = ANY (was) AND held_before <> 0;
    UPDATE ima.purse p SET points = p.points + wanted
    WHERE p.name IN (SELECT x->>0 FROM jsonb_array_elements(item->'purses') x) AND wanted <> 0;
    RETURN NULL;
END $$;

-- Add the entries of `item`, and bring its row after them.
CREATE OR REPLACE FUNCTION ima.add(item jsonb, new_owner integer, new_purses text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ima.event (generation, seq, at, kind, body)
    SELECT item->>'id', (item->>'seq')::integer + nth, (entry->>0)::double precision, entry->>1, entry->>2
    FROM jsonb_array_elements(item->'entries') WITH ORDINALITY AS wanted (entry, nth);
    UPDATE ima.generation g
    SET seq = (item->>'seq')::integer + jsonb_array_length(item->'entries'), stage = item->>'stage',
        open = (item->>'open')::boolean, held = (item->>'held')::bigint, task_id = item->>'task_id',
        owner = CASE WHEN (item->>'open')::boolean THEN new_owner END, purses = new_purses
    WHERE g.id = item->>'id';
    IF item->>'stage' NOT IN ('preparing', 'sending', 'refused') THEN
        DELETE FROM ima.content c WHERE c.generation = item->>'id';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION ima.begin_one(item jsonb, me integer) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    there text;
    answer jsonb;
    names text[] := ARRAY(SELECT p->>0 FROM jsonb_array_elements(item->'purses') WITH ORDINALITY AS x (p, nth) ORDER BY nth);
BEGIN
    IF NOT EXISTS (SELECT 1 FROM ima.account a
                   WHERE a.name = item->>'account' AND (a.address <> '' OR item->>'address' = '')) THEN
        INSERT INTO ima.account AS a (name, address, since)
        VALUES (item->>'account', item->>'address', (item->'entries'->0->>0)::double precision)
        ON CONFLICT (name) DO UPDATE SET address = excluded.address WHERE a.address = '';
    END IF;
    there := ima.twin(item);
    IF there IS NOT NULL THEN
        IF (item->>'repeated')::boolean AND there = item->>'id' AND ima.landed(item)
           AND EXISTS (SELECT 1 FROM ima.generation g WHERE g.id = there
                       AND g.seq = jsonb_array_length(item->'entries') AND g.owner IS NOT DISTINCT FROM me) THEN
            RETURN '{"is": "begun"}';
        END IF;
        RETURN jsonb_build_object('is', 'twin', 'id', there);
    END IF;
    there := ima.task_holder(item->>'id', item->>'task_id', item->>'account');
    IF there IS NOT NULL THEN
        RETURN jsonb_build_object('is', 'taken', 'id', there);
    END IF;
    answer := ima.reserve(item, '{}', 0);
    IF answer IS NOT NULL THEN
        RETURN answer;
    END IF;
    INSERT INTO ima.generation (id, account, user_id, request_id, fingerprint, seq, stage, open, held, purses, at)
    VALUES (item->>'id', item->>'account', item->>'user_id', item->>'request_id', item->>'fingerprint', 0, '', true, 0,
            names, (item->'entries'->0->>0)::double precision);
    PERFORM ima.add(item, me, names);
    IF item ? 'content' THEN
        INSERT INTO ima.content (generation, body) VALUES (item->>'id', decode(item->>'content', 'base64'));
    END IF;
    RETURN '{"is": "begun"}';
END $$;

CREATE OR REPLACE FUNCTION ima.append_one(item jsonb, me integer, kinds text[]) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    g ima.generation;
    holder text;
BEGIN
    SELECT * INTO g FROM ima.generation WHERE id = item->>'id';
    IF NOT FOUND OR g.seq <> (item->>'seq')::integer THEN
        RETURN jsonb_build_object('is', CASE WHEN (item->>'repeated')::boolean AND ima.landed(item) THEN 'added' ELSE 'raced' END);
    END IF;
    IF EXISTS (SELECT 1 FROM ima.event e WHERE e.generation = g.id AND e.kind <> ALL (kinds)) THEN
        RETURN '{"is": "newer"}';
    END IF;
    IF item ? 'again' THEN
        holder := ima.twin_of_closed(item, g);
        IF holder IS NOT NULL THEN
            RETURN jsonb_build_object('is', 'twin', 'id', holder);
        END IF;
    END IF;
    IF g.task_id IS NULL AND item->>'task_id' IS NOT NULL THEN
        holder := ima.task_holder(g.id, item->>'task_id', g.account);
        IF holder IS NOT NULL THEN
            RETURN jsonb_build_object('is', 'taken', 'id', holder);
        END IF;
    END IF;
    UPDATE ima.purse p SET points = p.points + (item->>'held')::bigint - g.held
    WHERE p.name = ANY (g.purses) AND (item->>'held')::bigint <> g.held;
    PERFORM ima.add(item, coalesce(g.owner, me), g.purses);
    RETURN '{"is": "added"}';
END $$;

CREATE OR REPLACE FUNCTION ima.send_one(item jsonb, me integer, kinds text[]) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    g ima.generation;
    there text;
    answer jsonb;
BEGIN
    SELECT * INTO g FROM ima.generation WHERE id = item->>'id';
    IF NOT FOUND THEN
        RETURN '{"is": "gone"}';
    END IF;
    IF (item->>'repeated')::boolean AND g.owner = me AND ima.landed(item)
       AND g.seq = (item->>'seq')::integer + jsonb_array_length(item->'entries') THEN
        RETURN '{"is": "begun"}';
    END IF;
    IF g.seq <> (item->>'seq')::integer OR g.owner <> me THEN
        RETURN jsonb_build_object('is', 'twin', 'id', g.id);
    END IF;
    IF EXISTS (SELECT 1 FROM ima.event e WHERE e.generation = g.id AND e.kind <> ALL (kinds)) THEN
        RETURN '{"is": "newer"}';
    END IF;
    there := ima.twin_of_closed(item, g);
    IF there IS NOT NULL THEN
        RETURN jsonb_build_object('is', 'twin', 'id', there);
    END IF;
    answer := ima.reserve(item, g.purses, g.held);
    IF answer IS NOT NULL THEN
        RETURN answer;
    END IF;
    PERFORM ima.add(item, me, ARRAY(SELECT p->>0 FROM jsonb_array_elements(item->'purses') WITH ORDINALITY AS x (p, nth) ORDER BY nth));
    RETURN '{"is": "begun"}';
END $$;

-- Do what `items` say, in their order, and answer each. `asker` is the owner that asks, `known` its newest migration, `kinds`
-- the kinds of events that it can read. To send needs a living owner; a fact is recorded whoever brings it.
CREATE OR REPLACE FUNCTION ima.apply(asker integer, known integer, kinds text[], items jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    item jsonb;
    answer jsonb;
    answers jsonb := '[]';
    me integer;
    newest integer;
    lost ima.loss;
    names text[];
BEGIN
    PERFORM pg_advisory_xact_lock(key) FROM (
        SELECT DISTINCT hashtextextended(concat_ws(E'\x1f', what, whose), 4242) AS key
        FROM jsonb_array_elements(items) AS i (x), LATERAL (VALUES
            ('request', CASE
                WHEN x->>'does' = 'begin' THEN concat_ws(E'\x1f', x->>'user_id', x->>'request_id')
                WHEN x ? 'again' THEN (SELECT concat_ws(E'\x1f', g.user_id, g.request_id) FROM ima.generation g
                                       WHERE g.id = x->>'id' AND NOT g.open)
            END),
            ('task', x->>'task_id')
        ) AS named (what, whose)
        WHERE whose IS NOT NULL AND (what = 'request' OR (x->>'brings_task')::boolean)
        ORDER BY 1
    ) AS keys;
    SELECT id INTO me FROM ima.owner WHERE id = asker FOR KEY SHARE;
    PERFORM 1 FROM ima.generation
    WHERE id IN (SELECT x->>'id' FROM jsonb_array_elements(items) x) ORDER BY id FOR UPDATE;
    names := ARRAY(
        SELECT DISTINCT name FROM (
            SELECT p->>0 AS name FROM jsonb_array_elements(items) x, jsonb_array_elements(x->'purses') p
            UNION ALL SELECT unnest(g.purses) FROM ima.generation g JOIN jsonb_array_elements(items) x ON g.id = x->>'id'
            WHERE g.held <> (x->>'held')::bigint OR x->>'does' <> 'append'
        ) AS named ORDER BY 1
    );
    INSERT INTO ima.purse (name, points)
    SELECT n, 0 FROM unnest(names) n WHERE NOT EXISTS (SELECT 1 FROM ima.purse WHERE name = n) ORDER BY 1
    ON CONFLICT DO NOTHING;
    PERFORM 1 FROM ima.purse WHERE name = ANY (names) ORDER BY name FOR UPDATE;
    SELECT max(version) INTO newest FROM ima.migration;
    SELECT * INTO lost FROM ima.loss WHERE accepted IS NULL LIMIT 1;
    FOR item IN SELECT x FROM jsonb_array_elements(items) WITH ORDINALITY AS i (x, nth) ORDER BY nth LOOP
        answer := CASE
            WHEN item->>'does' = 'append' THEN ima.append_one(item, me, kinds)
            WHEN newest > known THEN jsonb_build_object('is', 'newer', 'version', newest)
            WHEN item->>'stage' = 'sending' AND lost.file IS NOT NULL
                THEN jsonb_build_object('is', 'loss', 'file', lost.file, 'missing', lost.missing)
            WHEN item->>'stage' = 'sending' AND me IS NULL THEN '{"is": "revoked"}'::jsonb
            WHEN item->>'does' = 'begin' THEN ima.begin_one(item, CASE WHEN (item->>'driven')::boolean THEN me END)
            ELSE ima.send_one(item, me, kinds)
        END;
        answers := answers || jsonb_build_array(answer);
    END LOOP;
    PERFORM ima.notify();
    RETURN answers;
END $$;

-- Make `asker` the owner of an open generation. Answers: 'none' (closed, or another's who lives), 'wait' (its owner may come
-- back within a moment), 'revoked' (the asker was given up), 'claimed'.
CREATE OR REPLACE FUNCTION ima.claim(asker integer, wanted text, force boolean, grace interval, known integer, kinds text[])
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    theirs integer;
    since timestamptz;
    g ima.generation;
BEGIN
    SELECT owner INTO theirs FROM ima.generation WHERE id = wanted AND open;
    IF NOT FOUND THEN
        RETURN 'none';
    END IF;
    IF theirs IS NULL AND NOT force AND EXISTS (SELECT 1 FROM ima.content WHERE generation = wanted) THEN
        RETURN 'none';  -- it waits for a worker
    END IF;
    IF theirs IS DISTINCT FROM asker AND theirs IS NOT NULL AND NOT force THEN
        SELECT missed INTO since FROM ima.owner WHERE id = theirs;
        IF clock_timestamp() - since < grace THEN
            RETURN 'wait';  -- and leaves the lock to its owner, who may be about to take it again
        END IF;
        -- Shared: whoever claims another one of the same dead owner at this moment is not taken for that owner.
        IF NOT pg_try_advisory_xact_lock_shared(4242, theirs) THEN
            RETURN 'none';
        END IF;
        -- The owner can't take its place again before this is committed.
        UPDATE ima.owner SET missed = coalesce(missed, clock_timestamp()) WHERE id = theirs RETURNING missed INTO since;
        IF FOUND AND (clock_timestamp() - since < grace OR clock_timestamp() - pg_postmaster_start_time() < interval '4 s') THEN
            RETURN 'wait';
        END IF;
        DELETE FROM ima.owner WHERE id = theirs;
    END IF;
    PERFORM 1 FROM ima.owner WHERE id = asker FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN 'revoked';
    END IF;
    SELECT * INTO g FROM ima.generation WHERE id = wanted FOR UPDATE;
    IF NOT g.open OR g.owner IS DISTINCT FROM theirs THEN
        RETURN 'none';
    END IF;
    IF (SELECT max(version) FROM ima.migration) > known
       OR EXISTS (SELECT 1 FROM ima.event e WHERE e.generation = g.id AND e.kind <> ALL (kinds)) THEN
        RETURN 'newer';
    END IF;
    IF g.owner IS DISTINCT FROM asker THEN
        UPDATE ima.generation SET owner = asker WHERE id = wanted;
        PERFORM ima.notify();
    END IF;
    RETURN 'claimed';
END $$;

-- Make `asker` the owner of those of `wanted` that are nobody's, or its own; answers their ids. What nobody knows the outcome
-- of is taken by nobody: whoever gives its owner up says so.
CREATE OR REPLACE FUNCTION ima.take(asker integer, wanted text[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM ima.owner WHERE id = asker FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM 1 FROM ima.generation WHERE id = ANY (wanted) ORDER BY id FOR UPDATE;
    RETURN QUERY UPDATE ima.generation g SET owner = asker
        WHERE g.id = ANY (wanted) AND g.open AND g.stage IN ('preparing', 'sending', 'refused', 'created')
              AND (g.owner = asker OR (g.owner IS NULL AND g.stage <> 'sending'))
        RETURNING g.id;
END $$;

-- Void what `dead` was permitted, and make what it had nobody's. Whoever calls holds the lock of `dead`.
CREATE OR REPLACE FUNCTION ima.give_up(dead integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM ima.owner WHERE id = dead;
    PERFORM 1 FROM ima.generation WHERE owner = dead AND open ORDER BY id FOR UPDATE;
    UPDATE ima.generation SET owner = NULL WHERE owner = dead AND open;
    PERFORM ima.notify();
END $$;
