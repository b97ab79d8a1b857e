"""The composition root: where adapters are put behind the ports. Nothing else knows more than one of them.

Read `ports.py` first: each port with its adapter. `studio.py` opens what drives them, by what `settings.py` reads and with the
ledger of `ledgers.py`; `offline.py` has the bundled fake server in the vendor's place, `front_ends.py` what the command line
and MCP need beside a studio. Heavy imports happen when something is opened, not before.
"""
