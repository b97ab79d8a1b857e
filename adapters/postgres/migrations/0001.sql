-- The tables of a ledger, and the few functions through which it is written. The schema is called `ima` here, and 4242 and
-- 4243 are the classes of its advisory locks; for another schema both are replaced (`schema.Place`).
--
-- Order of locks, the same in every function, so that nobody waits in a circle: requests and tasks, owner, generations by
-- id, purses by name. Instants between hosts are the database's own (clock_timestamp()); `at` is when a studio says it was.

CREATE TABLE ima.generation (
    id text COLLATE "C" PRIMARY KEY,
    account text COLLATE "C" NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    fingerprint text COLLATE "C" NOT NULL,
    seq integer NOT NULL,
    stage text NOT NULL,
    open boolean NOT NULL,
    held bigint NOT NULL,
    purses text[] NOT NULL,
    task_id text COLLATE "C",
    owner integer,
    at double precision NOT NULL,
    UNIQUE (account, request_id, user_id)
) WITH (fillfactor = 70);
CREATE INDEX generation_newest ON ima.generation (account, at);
CREATE INDEX generation_open ON ima.generation (account, at) WHERE open;
CREATE INDEX generation_unknown ON ima.generation (account, at) WHERE stage = 'unknown';
CREATE INDEX generation_unsettled ON ima.generation (fingerprint) WHERE open OR stage = 'unknown';
CREATE INDEX generation_task ON ima.generation (task_id) WHERE task_id IS NOT NULL;
CREATE INDEX generation_owner ON ima.generation (owner) WHERE open;

CREATE TABLE ima.event (
    generation text COLLATE "C" NOT NULL,
    seq integer NOT NULL,
    at double precision NOT NULL,
    kind text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (generation, seq)
);

-- What is still to be sent by whoever takes a generation up: it leaves with the commit of the answer (decision 53).
CREATE TABLE ima.content (generation text COLLATE "C" PRIMARY KEY, body bytea NOT NULL);

CREATE TABLE ima.purse (name text COLLATE "C" PRIMARY KEY, points bigint NOT NULL) WITH (fillfactor = 50);

-- `next_at`, `rate` (orders a second) and `cut` pace the orders of an account, whichever worker sends them.
CREATE TABLE ima.account (
    name text COLLATE "C" PRIMARY KEY,
    address text COLLATE "C" NOT NULL,
    since double precision NOT NULL,
    next_at timestamptz NOT NULL DEFAULT '-infinity',
    rate double precision,
    cut timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 50);
CREATE INDEX account_address ON ima.account (address);

-- One life of a process. It lives while some session holds the advisory lock (4242, id); `missed` is when somebody first
-- found that nobody does. A row that is gone was given up: what it permitted is void.
CREATE TABLE ima.owner (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    missed timestamptz
);

CREATE TABLE ima.setting (name text PRIMARY KEY, value text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());

CREATE TABLE ima.loss (
    file text PRIMARY KEY, at double precision NOT NULL, generations integer NOT NULL, missing integer NOT NULL,
    accepted double precision
);

CREATE TABLE ima.preference (
    user_id text COLLATE "C", task_type text, body text NOT NULL, PRIMARY KEY (user_id, task_type)
);
