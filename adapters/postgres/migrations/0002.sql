-- What workers need beside the ledger: who of the owners is one, taking an order up, and giving a dead owner up.

CREATE TABLE ima.worker (
    owner integer PRIMARY KEY REFERENCES ima.owner ON DELETE CASCADE, account text COLLATE "C" NOT NULL
);

-- Make `asker` the owner of those of `wanted` that are nobody's, or its own; answers their ids. What nobody knows the outcome
-- of is taken by nobody: whoever gives its owner up says so.
CREATE FUNCTION ima.take(asker integer, wanted text[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
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
CREATE FUNCTION ima.give_up(dead integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM ima.owner WHERE id = dead;
    PERFORM 1 FROM ima.generation WHERE owner = dead AND open ORDER BY id FOR UPDATE;
    UPDATE ima.generation SET owner = NULL WHERE owner = dead AND open;
    PERFORM ima.notify();
END $$;
