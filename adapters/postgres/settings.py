"""The statements that read and write what holds for the whole ledger."""

SETTING = "SELECT value FROM ima.setting WHERE name = %s"
MAKE_SETTING = "INSERT INTO ima.setting (name, value) VALUES (%s, %s) ON CONFLICT (name) DO NOTHING"
SET_SETTING = """
    INSERT INTO ima.setting (name, value) VALUES (%s, %s)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = clock_timestamp()
"""
