"""From counts to points, ranks and what they lead to. It knows `duties` and below."""
