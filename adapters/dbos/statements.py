"""What is asked of the database beside the ledger's own statements.

The few that look at DBOS's tables only read: what changes there is changed by DBOS's own functions.
"""

READY = "SELECT to_regclass('dbos.workflow_status') IS NOT NULL"
ENQUEUE = """
    SELECT dbos.enqueue_workflow(%(workflow)s, %(queue)s, ARRAY[to_json(id)], workflow_id => workflow_id,
                                 app_version => %(version)s, application_name => %(application)s)
    FROM unnest(%(ids)s::text[], %(workflow_ids)s::text[]) AS wanted (id, workflow_id)
"""
SEQS = "SELECT id, seq FROM ima.generation WHERE id = ANY(%s)"
WORKERS = """
    SELECT count(*) FROM ima.worker w WHERE account = %s AND owner IN (SELECT ima.living())
"""
STANDING = """
    SELECT (SELECT count(*) FROM ima.worker w WHERE account = %s AND owner IN (SELECT ima.living())),
           (SELECT max(version) FROM ima.migration)
"""
ENLIST = "INSERT INTO ima.worker (owner, account) VALUES (%s, %s)"
LEAVE = "UPDATE ima.generation SET owner = NULL WHERE id = %s AND owner = %s"
TAKE = "SELECT ima.take(%s, %s)"
CONTENTS = "SELECT generation, body FROM ima.content WHERE generation = ANY(%s)"
KEEP = """
    INSERT INTO ima.content (generation, body) VALUES (%s, %s)
    ON CONFLICT (generation) DO UPDATE SET body = excluded.body
"""
FREE = "UPDATE ima.generation SET owner = NULL WHERE id = ANY(%s) AND open RETURNING id, seq"
STRANGERS = """
    SELECT number FROM (
        SELECT executor_id::integer AS number FROM dbos.workflow_status
        WHERE status = 'PENDING' AND queue_name = ANY(%(queues)s) AND executor_id ~ '^[0-9]{1,9}$'
        UNION SELECT owner FROM ima.generation WHERE open AND owner IS NOT NULL AND account = %(account)s
    ) AS known
    WHERE number <> %(me)s AND number NOT IN (SELECT ima.living())
          AND clock_timestamp() - pg_postmaster_start_time() > interval '4 s'
"""
LOCK, UNLOCK = "SELECT pg_try_advisory_lock(4242, %s)", "SELECT pg_advisory_unlock(4242, %s)"
GIVE_UP = "SELECT ima.give_up(%s)"
LOST = "SELECT id FROM ima.generation WHERE open AND owner IS NULL AND stage = 'sending' AND account = %s"
NOBODYS = """
    SELECT id, seq FROM ima.generation
    WHERE open AND owner IS NULL AND account = %s AND stage IN ('preparing', 'refused', 'created')
"""
PACE = "SELECT rate, next_at > clock_timestamp() FROM ima.account WHERE name = %s"
SLOT = """
    UPDATE ima.account
    SET next_at = greatest(next_at, clock_timestamp()) + make_interval(secs => coalesce(1 / rate, 0))
    WHERE name = %s AND next_at < clock_timestamp() + interval '1 s'
    RETURNING extract(epoch FROM next_at - clock_timestamp())::float - coalesce(1 / rate, 0)
"""
CUT = """
    UPDATE ima.account
    SET rate = CASE WHEN cut < clock_timestamp() - interval '2 s' THEN greatest(%(least)s, 0.6 * coalesce(rate, %(rate)s))
                    ELSE rate END,
        cut = CASE WHEN cut < clock_timestamp() - interval '2 s' THEN clock_timestamp() ELSE cut END,
        next_at = greatest(next_at, clock_timestamp() + make_interval(secs => %(pause)s))
    WHERE name = %(account)s
"""
GROW = """
    UPDATE ima.account SET rate = CASE WHEN rate * %(by)s < %(most)s THEN rate * %(by)s END
    WHERE name = %(account)s AND rate IS NOT NULL AND cut < clock_timestamp() - interval '2 s'
"""
