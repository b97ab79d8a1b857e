"""What looks like a number somewhere, and is none in plain digits."""

NO_NUMBERS = (
    *("1_0", "1e1", "1E1", "10e0", "0x10", "0o10", "0b10", "+5", "-0", "-5", "--5", "++5", "1,000", "1.000,5", "1'000"),
    *(
        "1 0",
        "1\u00a00",
        "1\u200b0",
        "10\u200b",
        "\ufeff10\u200d",
        "١٠",
        "۱۰",
        "१०",
        "๑๐",
        "𝟏𝟎",
        "²",
        "1²",
        "①",
        "⑩",
        "⒑",
    ),
    *("Ⅹ", "½", "十", "壹拾", "10点", "10 points", "ten", "nan", "NaN", "inf", "-inf", "Infinity", "1/2", "10%", "$10"),
    *("True", "None", "null", "", " ", "\u3000", ".", "5.", "1..0", "1.0.0", "1:30", "#10", "10;", "10\x00", "\\x31"),
)
"""None of them is a cap, a budget, a count or a time: each is refused by name."""
