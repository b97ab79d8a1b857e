"""The front end for agents that speak MCP: tools over stdio or HTTP on this machine, behind the spend gate."""
