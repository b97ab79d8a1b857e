-- What workers need beside the ledger: who of the owners is one, taking an order up, and giving a dead owner up.

CREATE TABLE ima.worker (
    owner integer PRIMARY KEY REFERENCES ima.owner ON DELETE CASCADE, account text COLLATE "C" NOT NULL
);
