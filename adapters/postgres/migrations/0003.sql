-- Before an order it is asked whether one of the same thing is on its way, or of unknown outcome: ten thousand others of it may
-- merely run.
CREATE INDEX generation_unsure ON ima.generation (fingerprint) WHERE stage = 'unknown' OR stage = 'sending';
