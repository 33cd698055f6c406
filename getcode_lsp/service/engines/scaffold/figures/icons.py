"""Icons of common things, composed of simple shapes on a ground of 100 by 100."""

from __future__ import annotations

from getcode_lsp.service.engines.scaffold.colours import mix
from getcode_lsp.service.engines.scaffold.figures.svg import tag

# A shape is "colour shape numbers": P path, C circle, R rect (with radius), E ellipse, S stroked path (after its width).
# Colours: a the thing's own, d darker, l lighter, w white, k ink, g green, n brown, y yellow, r red, s grey, b blue, c cream.
_SHAPES: dict[str, tuple[str, str]] = {
    "heart": ("#e0324f", "a P M50 88 C16 62 8 46 8 32 C8 18 19 9 31 9 C39 9 46 13 50 21 C54 13 61 9 69 9 C81 9 92 18 92 32 C92 46 84 62 50 88 Z"),
    "star": ("#f5b921", "a P M50 6 L63 36 L96 39 L71 61 L78 93 L50 76 L22 93 L29 61 L4 39 L37 36 Z"),
    "sun": ("#f7b32b", "a C 50 50 22|a S 7 M50 8 V18 M50 82 V92 M8 50 H18 M82 50 H92 M20 20 L27 27 M73 73 L80 80 M80 20 L73 27 M27 73 L20 80"),
    "moon": ("#f2d16b", "a P M62 8 A44 44 0 1 0 92 66 A36 36 0 0 1 62 8 Z"),
    "cloud": ("#9db8d2", "a C 34 58 20|a C 56 46 25|a C 74 60 17|a R 30 56 46 22 10"),
    "rain": ("#9db8d2", "a C 34 42 18|a C 56 32 23|a C 74 45 15|a R 30 40 46 20 10|b S 5 M34 68 L28 84 M52 68 L46 84 M70 68 L64 84"),
    "snowflake": ("#4aa3df", "a S 6 M50 8 V92 M14 29 L86 71 M86 29 L14 71 M40 14 L50 24 L60 14 M40 86 L50 76 L60 86"),
    "lightning": ("#f5b921", "a P M58 4 L18 56 H44 L36 96 L82 38 H54 Z"),
    "drop": ("#2f8fe0", "a P M50 6 C70 34 82 48 82 64 A32 32 0 0 1 18 64 C18 48 30 34 50 6 Z|l E 38 66 7 12"),
    "fire": ("#f0622d", "a P M52 4 C58 26 84 36 84 64 A34 32 0 0 1 16 64 C16 46 30 40 32 24 C42 30 44 38 44 44 C52 34 54 20 52 4 Z|y P M50 48 C56 58 66 62 66 74 A16 16 0 0 1 34 74 C34 64 44 60 50 48 Z"),
    "leaf": ("#3d9a4a", "a P M12 88 C8 40 36 10 90 10 C92 62 64 92 24 80 Z|d S 4 M12 90 C30 62 46 46 68 32"),
    "tree": ("#3d9a4a", "n R 44 62 12 32 2|a C 50 36 28|a C 32 50 18|a C 68 50 18"),
    "pine": ("#2f7d46", "n R 45 78 10 18 1|a P M50 4 L72 36 H62 L80 60 H68 L86 82 H14 L32 60 H20 L38 36 H28 Z"),
    "flower": ("#e8679a", "g S 5 M50 52 V94|g E 36 78 14 6|g E 64 84 14 6|a C 50 20 14|a C 68 33 14|a C 61 54 14|a C 39 54 14|a C 32 33 14|y C 50 38 11"),
    "mountain": ("#6f7f92", "a P M2 88 L38 22 L58 58 L68 42 L98 88 Z|w P M38 22 L50 44 L42 40 L36 48 L28 41 Z"),
    "house": ("#d7683c", "s R 66 16 10 22 0|c P M16 48 L50 18 L84 48 V90 H16 Z|n R 42 60 16 30 1|b R 24 54 12 12 1|b R 64 54 12 12 1|a P M50 6 L98 48 L91 55 L50 19 L9 55 L2 48 Z"),
    "building": ("#64748b", "a R 24 8 52 84 3|w R 34 20 9 10 1|w R 57 20 9 10 1|w R 34 38 9 10 1|w R 57 38 9 10 1|w R 34 56 9 10 1|w R 57 56 9 10 1|k R 44 74 12 18 1"),
    "car": ("#d63a3a", "a P M6 66 V54 C6 48 10 46 16 45 L26 28 C28 24 32 22 36 22 H62 C67 22 70 24 73 28 L82 44 C92 46 95 50 95 56 V66 Z|b P M32 44 L38 30 H48 V44 Z|b P M53 44 V30 H62 L71 44 Z|k C 27 68 11|k C 74 68 11|s C 27 68 5|s C 74 68 5"),
    "bus": ("#e6a417", "a R 6 20 88 54 8|b R 14 30 16 18 2|b R 34 30 16 18 2|b R 54 30 16 18 2|b R 74 30 14 26 2|k C 28 76 10|k C 72 76 10|s C 28 76 4|s C 72 76 4"),
    "bicycle": ("#2b6cb0", "k S 5 M24 48 A18 18 0 1 0 24 84 A18 18 0 1 0 24 48 M76 48 A18 18 0 1 0 76 84 A18 18 0 1 0 76 48|a S 5 M24 66 L42 36 H66 L48 66 Z M66 36 L76 66 M42 36 L38 26 H30 M66 36 L62 22 H72|a S 5 M24 66 H48"),
    "boat": ("#b4562f", "a P M6 66 H94 L80 88 H22 Z|n R 47 8 4 58 1|b P M52 10 L84 58 H52 Z|s P M46 20 V58 H18 Z"),
    "plane": ("#4a6fa5", "a P M50 4 C55 4 57 10 57 18 V38 L94 60 V68 L57 56 V78 L68 88 V94 L50 88 L32 94 V88 L43 78 V56 L6 68 V60 L43 38 V18 C43 10 45 4 50 4 Z"),
    "rocket": ("#d94848", "y P M40 78 H60 L50 98 Z|s P M50 4 C68 18 72 42 66 78 H34 C28 42 32 18 50 4 Z|a P M34 54 L18 76 V86 L36 76 Z|a P M66 54 L82 76 V86 L64 76 Z|a P M50 4 C58 10 62 18 65 26 H35 C38 18 42 10 50 4 Z|b C 50 42 9"),
    "cup": ("#8a5a33", "s S 4 M38 8 C32 16 44 20 38 28 M54 8 C48 16 60 20 54 28|a P M16 36 H74 V64 C74 80 62 90 45 90 C28 90 16 80 16 64 Z|a S 7 M74 44 H80 A12 12 0 0 1 80 68 H73|n E 45 38 27 4"),
    "apple": ("#d93a3a", "a P M50 32 C60 20 90 22 88 54 C86 78 70 94 58 92 C54 91 52 89 50 89 C48 89 46 91 42 92 C30 94 14 78 12 54 C10 22 40 20 50 32 Z|n S 5 M50 32 C50 22 52 14 58 8|g E 68 16 13 6"),
    "pizza": ("#f0b94a", "n P M6 24 C34 6 66 6 94 24 L90 32 C64 16 36 16 10 32 Z|a P M11 31 C36 17 64 17 89 31 L50 96 Z|r C 40 38 7|r C 62 42 7|r C 50 62 6|g C 52 30 3|g C 44 54 3"),
    "cake": ("#e88bb0", "y P M50 6 C55 13 55 18 50 20 C45 18 45 13 50 6 Z|b R 47 20 6 16 1|a R 16 36 68 26 6|w P M16 46 C24 58 32 46 40 52 C48 60 56 46 64 52 C72 58 78 48 84 48 V42 H16 Z|n R 10 60 80 30 5"),
    "bread": ("#c98a45", "a P M10 42 C10 24 30 20 50 20 C70 20 90 24 90 42 C90 50 86 54 82 55 V84 H18 V55 C14 54 10 50 10 42 Z|d S 4 M36 34 L30 46 M52 32 L46 46 M68 34 L62 46"),
    "cat": ("#e0913a", "a P M18 12 L38 28 H62 L82 12 V56 C82 78 68 90 50 90 C32 90 18 78 18 56 Z|w C 36 52 8|w C 64 52 8|k E 36 53 3 6|k E 64 53 3 6|r P M45 66 H55 L50 72 Z|k S 3 M50 72 C48 80 40 80 38 76 M50 72 C52 80 60 80 62 76 M14 62 L30 66 M14 74 L30 72 M86 62 L70 66 M86 74 L70 72"),
    "dog": ("#b77a45", "a P M26 22 H74 C80 40 80 60 74 74 C68 88 58 92 50 92 C42 92 32 88 26 74 C20 60 20 40 26 22 Z|d P M28 20 C12 16 6 36 12 60 C20 62 28 52 28 36 Z|d P M72 20 C88 16 94 36 88 60 C80 62 72 52 72 36 Z|k C 38 46 5|k C 62 46 5|w E 50 70 17 14|k E 50 62 8 6|k S 3 M50 68 V74 C46 80 40 78 39 75 M50 74 C54 80 60 78 61 75"),
    "fish": ("#f0803c", "a P M6 50 C22 22 56 20 72 46 L94 26 V74 L72 54 C56 80 22 78 6 50 Z|w C 26 44 6|k C 26 44 3|d S 4 M44 34 C50 44 50 56 44 66"),
    "bird": ("#3f8fd6", "a P M8 44 L24 38 C26 24 40 16 52 22 C58 26 60 32 60 38 C78 40 92 54 94 78 C72 84 40 86 30 64 C26 58 24 52 24 48 Z|d P M44 46 C58 44 74 52 80 66 C64 74 48 66 44 46 Z|y P M6 44 L24 38 V49 Z|k C 38 34 4|k S 3 M52 80 V92 M62 80 V92"),
    "paw": ("#7a5a44", "a E 50 68 24 20|a E 20 48 9 13|a E 38 26 10 14|a E 62 26 10 14|a E 80 48 9 13"),
    "book": ("#3b6fb6", "a P M50 22 C38 12 20 12 6 18 V82 C20 76 38 76 50 86 C62 76 80 76 94 82 V18 C80 12 62 12 50 22 Z|w P M47 28 C36 20 22 20 13 23 V73 C24 70 38 71 47 78 Z|w P M53 28 C64 20 78 20 87 23 V73 C76 70 62 71 53 78 Z|s S 3 M20 36 C28 34 34 35 40 38 M20 48 C28 46 34 47 40 50 M80 36 C72 34 66 35 60 38 M80 48 C72 46 66 47 60 50"),
    "envelope": ("#3f7fd0", "a R 6 20 88 60 7|w S 6 M10 28 L50 58 L90 28"),
    "phone": ("#30343c", "a R 28 4 44 92 9|b R 33 14 34 68 2|w C 50 89 4"),
    "camera": ("#3a3f4b", "a P M6 30 H28 L36 18 H64 L72 30 H94 V84 H6 Z|w C 50 56 21|b C 50 56 15|w C 44 50 4|y R 78 36 10 6 2"),
    "clock": ("#3b6fb6", "a C 50 50 44|w C 50 50 36|k S 6 M50 26 V50 L66 60|k C 50 50 4"),
    "gear": ("#66707f", "a P M43 4 H57 L60 17 L70 21 L81 14 L91 24 L84 35 L88 45 L98 47 V57 L86 60 L82 70 L89 81 L79 91 L68 84 L58 88 L56 98 H44 L41 86 L31 82 L20 89 L10 79 L17 68 L13 58 L2 56 V44 L15 41 L19 31 L12 20 L22 10 L33 17 L40 14 Z|w C 50 51 16"),
    "lock": ("#d89b24", "s S 9 M28 46 V32 A22 22 0 0 1 72 32 V46|a R 16 44 68 48 8|k C 50 64 7|k R 47 66 6 14 2"),
    "key": ("#d89b24", "a S 10 M30 66 A19 19 0 1 1 44 52|a S 10 M42 56 L88 12 M72 28 L84 40 M84 16 L94 26"),
    "bell": ("#e9ad2b", "a P M50 8 C70 10 78 26 78 44 C78 62 84 68 90 76 H10 C16 68 22 62 22 44 C22 26 30 10 50 8 Z|d P M40 80 H60 A10 10 0 0 1 40 80 Z"),
    "magnifier": ("#3b6fb6", "l C 42 42 28|a S 9 M62 62 A28 28 0 1 1 66 56|a S 13 M64 64 L90 90"),
    "person": ("#4a6fa5", "a C 50 28 20|a P M12 94 C12 66 28 54 50 54 C72 54 88 66 88 94 Z"),
    "people": ("#4a6fa5", "l C 28 34 15|l C 72 34 15|l P M2 86 C2 64 14 54 28 54 C36 54 44 58 48 64 V86 Z|l P M98 86 C98 64 86 54 72 54 C64 54 56 58 52 64 V86 Z|a C 50 36 17|a P M20 94 C20 70 32 58 50 58 C68 58 80 70 80 94 Z"),
    "cart": ("#2b8a5b", "a S 7 M4 14 H18 L32 64 H78 L92 26 H22|a P M24 30 H88 L77 60 H33 Z|k C 38 82 8|k C 72 82 8"),
    "calendar": ("#d64545", "w R 10 16 80 76 7|a P M10 40 V24 C10 18 14 16 18 16 H82 C86 16 90 18 90 24 V40 Z|s S 3 M12 90 H88 M11 40 V84 M89 40 V84|k R 28 6 7 20 3|k R 65 6 7 20 3|s R 22 50 12 10 1|s R 44 50 12 10 1|s R 66 50 12 10 1|s R 22 68 12 10 1|a R 44 68 12 10 1"),
    "lightbulb": ("#f6c633", "a P M50 6 C72 6 84 22 84 38 C84 54 70 58 66 72 H34 C30 58 16 54 16 38 C16 22 28 6 50 6 Z|s R 36 74 28 6 3|s R 38 82 24 6 3|s R 43 90 14 5 2|w S 4 M40 44 L46 56 L54 56 L60 44"),
    "globe": ("#2f8fd0", "a C 50 50 44|w S 4 M50 6 C22 30 22 70 50 94 C78 70 78 30 50 6 M6 50 H94 M13 28 H87 M13 72 H87"),
    "note": ("#7a4fc0", "a P M34 20 L84 8 V66 A14 12 0 1 1 75 55 V30 L43 38 V78 A14 12 0 1 1 34 67 Z"),
    "umbrella": ("#c0397a", "a P M6 54 C8 28 26 10 50 10 C74 10 92 28 94 54 C86 46 74 46 66 54 C60 46 40 46 34 54 C26 46 14 46 6 54 Z|k S 5 M50 10 V4 M50 50 V82 A9 9 0 0 1 32 82"),
    "gift": ("#d64545", "a R 12 44 76 48 3|d R 8 30 84 18 3|y R 44 30 12 62 0|y S 7 M50 30 C34 6 16 18 30 28 Z M50 30 C66 6 84 18 70 28 Z"),
    "trophy": ("#e6ad27", "a P M26 8 H74 C76 44 66 62 50 62 C34 62 24 44 26 8 Z|a S 6 M26 16 H10 C10 34 18 42 30 44 M74 16 H90 C90 34 82 42 70 44|a R 45 60 10 18 0|n R 28 78 44 14 3|w P M50 20 L54 30 L64 31 L56 38 L59 48 L50 42 L41 48 L44 38 L36 31 L46 30 Z"),
    "check": ("#2f9e56", "a C 50 50 44|w S 11 M28 52 L44 68 L74 34"),
    "cross": ("#d64545", "a C 50 50 44|w S 11 M33 33 L67 67 M67 33 L33 67"),
    "plus": ("#2f7fd0", "a C 50 50 44|w S 11 M50 26 V74 M26 50 H74"),
    "arrow": ("#2f7fd0", "a P M6 38 H54 V16 L94 50 L54 84 V62 H6 Z"),
    "smiley": ("#f7c531", "a C 50 50 44|k C 35 40 6|k C 65 40 6|k S 6 M28 60 C34 80 66 80 72 60"),
    "balloon": ("#e0483e", "a P M50 6 C76 6 86 28 78 48 C72 62 60 68 54 70 L58 77 H42 L46 70 C40 68 28 62 22 48 C14 28 24 6 50 6 Z|l E 38 30 6 11|s S 3 M50 77 C44 84 56 88 50 96"),
    "chat": ("#3f7fd0", "a P M14 10 H86 C91 10 94 13 94 18 V62 C94 67 91 70 86 70 H46 L24 92 V70 H14 C9 70 6 67 6 62 V18 C6 13 9 10 14 10 Z|w C 30 40 6|w C 50 40 6|w C 70 40 6"),
    "folder": ("#e9ad2b", "d P M6 20 H40 L50 30 H94 V50 H6 Z|a R 6 36 88 50 6"),
    "document": ("#5b7fb0", "a P M18 4 H62 L84 26 V96 H18 Z|w P M62 4 V26 H84 Z|w R 30 42 42 6 2|w R 30 56 42 6 2|w R 30 70 28 6 2"),
    "chart": ("#2f7fd0", "s S 5 M10 6 V92 H96|a R 22 54 15 34 2|l R 46 36 15 52 2|d R 70 16 15 72 2"),
    "shield": ("#2f6fb0", "a P M50 4 L88 18 V46 C88 72 70 88 50 96 C30 88 12 72 12 46 V18 Z|w S 9 M32 48 L46 62 L70 34"),
    "robot": ("#7c8b9e", "s S 5 M50 20 V8|r C 50 8 6|a R 18 20 64 46 9|w C 37 40 9|w C 63 40 9|k C 37 40 4|k C 63 40 4|k R 36 54 28 5 2|d R 26 70 48 24 6|a R 8 34 8 20 3|a R 84 34 8 20 3"),
    "snowman": ("#c9d6e4", "l C 50 72 24|l C 50 36 17|k C 44 32 3|k C 56 32 3|y P M50 36 L66 41 L50 42 Z|k C 50 64 3|k C 50 76 3|k R 34 14 32 6 1|k R 40 2 20 14 1|n S 3 M27 66 L8 52 M73 66 L92 52"),
    "battery": ("#2f9e56", "k S 6 M10 30 H82 V70 H10 Z|k R 86 42 8 16 2|a R 17 37 16 26 1|a R 37 37 16 26 1|a R 57 37 16 26 1"),
    "wifi": ("#2f7fd0", "a S 8 M10 40 C32 16 68 16 90 40 M24 56 C40 40 60 40 76 56 M38 70 C46 64 54 64 62 70|a C 50 82 6"),
    "play": ("#d64545", "a C 50 50 44|w P M40 28 L74 50 L40 72 Z"),
    "download": ("#2f7fd0", "a P M42 8 H58 V46 H76 L50 74 L24 46 H42 Z|a R 10 80 80 11 3"),
    "pencil": ("#f0b52e", "a P M20 68 L66 22 L80 36 L34 82 Z|r P M66 22 L74 14 C78 10 82 10 86 14 L90 18 C93 22 93 26 89 30 L80 36 Z|w P M20 68 L34 82 L12 92 Z|k P M16 82 L21 88 L12 92 Z"),
    "scissors": ("#66707f", "s S 6 M34 60 L78 10 M66 60 L22 10|a S 7 M34 64 A13 13 0 1 1 28 90 A13 13 0 0 1 34 64 M66 64 A13 13 0 1 1 60 90 A13 13 0 0 1 66 64"),
    "pin": ("#d64545", "a P M50 4 C72 4 84 20 84 38 C84 60 62 78 50 96 C38 78 16 60 16 38 C16 20 28 4 50 4 Z|w C 50 37 14"),
    "crown": ("#e6ad27", "a P M8 26 L30 48 L50 14 L70 48 L92 26 L84 78 H16 Z|d R 16 80 68 9 2|r C 50 64 6|b C 30 66 5|b C 70 66 5"),
    "diamond": ("#39b3d0", "a P M26 12 H74 L96 40 L50 92 L4 40 Z|l P M26 12 L36 40 H4 Z|l P M74 12 L64 40 H96 Z|w P M36 40 H64 L50 92 Z"),
    "anchor": ("#2b4a73", "a S 8 M50 26 V90 M32 40 H68 M12 58 C14 80 30 90 50 90 C70 90 86 80 88 58|a S 7 M50 8 A9 9 0 1 1 50 26 A9 9 0 1 1 50 8"),
    "butterfly": ("#9a55c8", "a P M48 46 C30 4 4 12 8 36 C10 50 30 54 48 50 Z|a P M52 46 C70 4 96 12 92 36 C90 50 70 54 52 50 Z|l P M48 52 C26 54 16 66 22 80 C30 94 44 78 48 58 Z|l P M52 52 C74 54 84 66 78 80 C70 94 56 78 52 58 Z|k S 5 M50 38 V76|k S 2 M50 38 C46 26 42 22 36 20 M50 38 C54 26 58 22 64 20"),
    "ball": ("#e8ecf2", "l C 50 50 44|k P M50 34 L66 46 L60 64 H40 L34 46 Z|k S 4 M50 34 V8 M66 46 L90 38 M60 64 L76 86 M40 64 L24 86 M34 46 L10 38"),
    "computer": ("#3a4252", "a R 6 12 88 60 6|b R 13 19 74 46 2|s P M42 72 H58 L62 86 H38 Z|s R 28 86 44 6 3"),
    "circle": ("#2f7fd0", "a C 50 50 44"),
    "square": ("#2f9e56", "a R 8 8 84 84 4"),
    "triangle": ("#e6871f", "a P M50 8 L96 90 H4 Z"),
    "hexagon": ("#7a4fc0", "a P M27 10 H73 L96 50 L73 90 H27 L4 50 Z"),
}  # fmt: skip

ALIASES = {
    "home": "house", "cottage": "house", "coffee": "cup", "mug": "cup", "tea": "cup", "coffee cup": "cup", "teacup": "cup", "flame": "fire",
    "campfire": "fire", "bolt": "lightning", "thunderbolt": "lightning", "flash": "lightning", "water drop": "drop", "raindrop": "drop", "water": "drop",
    "droplet": "drop", "mail": "envelope", "email": "envelope", "letter": "envelope", "e-mail": "envelope", "smartphone": "phone", "mobile": "phone",
    "telephone": "phone", "mobile phone": "phone", "watch": "clock", "alarm": "clock", "time": "clock", "cog": "gear", "cogwheel": "gear", "settings": "gear",
    "padlock": "lock", "security": "lock", "notification": "bell", "search": "magnifier", "magnifying glass": "magnifier", "loupe": "magnifier",
    "user": "person", "profile": "person", "team": "people", "customers": "people", "customer": "person", "friends": "people", "family": "people", "users": "people", "group": "people", "shopping cart": "cart", "basket": "cart", "date": "calendar",
    "bulb": "lightbulb", "light bulb": "lightbulb", "idea": "lightbulb", "earth": "globe", "world": "globe", "planet": "globe", "music": "note",
    "music note": "note", "musical note": "note", "present": "gift", "gift box": "gift", "cup trophy": "trophy", "award": "trophy", "checkmark": "check",
    "check mark": "check", "tick": "check", "x": "cross", "close": "cross", "smile": "smiley", "smiley face": "smiley", "face": "smiley", "emoji": "smiley",
    "speech bubble": "chat", "message": "chat", "comment": "chat", "file": "document", "page": "document", "bar chart": "chart", "graph": "chart",
    "ship": "boat", "sailboat": "boat", "sailing boat": "boat", "sailing ship": "boat", "airplane": "plane", "aeroplane": "plane", "jet": "plane",
    "spaceship": "rocket", "bike": "bicycle", "tree trunk": "tree", "oak": "tree", "fir": "pine", "pine tree": "pine", "fir tree": "pine", "christmas tree": "pine",
    "rose": "flower", "tulip": "flower", "daisy": "flower", "kitten": "cat", "kitty": "cat", "puppy": "dog", "crescent moon": "moon", "crescent": "moon",
    "mountains": "mountain", "skyscraper": "building", "office": "building", "tower": "building", "snow": "snowflake", "map pin": "pin", "location": "pin",
    "marker": "pin", "pen": "pencil", "edit": "pencil", "gem": "diamond", "jewel": "diamond", "football": "ball", "soccer ball": "ball", "laptop": "computer",
    "monitor": "computer", "pc": "computer", "screen": "computer", "birthday cake": "cake", "cupcake": "cake", "loaf": "bread", "books": "book",
    "wi-fi": "wifi", "play button": "play", "video": "play", "paw print": "paw", "hearts": "heart", "rain cloud": "rain", "automobile": "car", "taxi": "car",
    "truck": "bus", "van": "bus", "pizza slice": "pizza", "slice of pizza": "pizza", "ship anchor": "anchor", "android": "robot", "bot": "robot", "sunny": "sun", "cloudy": "cloud", "rainy": "rain", "snowy": "snowflake", "stormy": "lightning", "thunder": "lightning",
}  # fmt: skip
"""Other names of the things in the library."""

_FIXED = {
    "w": "#ffffff",
    "k": "#23272f",
    "g": "#3d9a4a",
    "n": "#7a5230",
    "y": "#f7c531",
    "r": "#d94040",
    "s": "#aeb7c2",
    "b": "#8ec5f0",
    "c": "#f4e9d4",
}
NAMES = tuple(_SHAPES)


def thing_named(words: str) -> str:
    """The name in the library of what these words mean, in singular or plural; "" where it is not there."""
    low = words.lower().strip()
    for candidate in (
        low,
        low.removesuffix("s"),
        low.removesuffix("es"),
        f"{low[:-3]}y" if low.endswith("ies") else low,
        f"{low[:-3]}f" if low.endswith("ves") else low,
    ):
        if candidate in _SHAPES:
            return candidate
        if candidate in ALIASES:
            return ALIASES[candidate]
    return ""


def own_colour(name: str) -> str:
    """The colour that a thing has where none is asked for."""
    return _SHAPES[name][0]


def icon(name: str, colour: str, x: float, y: float, size: float) -> str:
    """A thing of the library in a square whose corner is at x, y."""
    own = colour or own_colour(name)
    shades = {**_FIXED, "a": own, "d": mix(own, "#000000", 0.25), "l": mix(own, "#ffffff", 0.45)}
    parts = [_shape(shape, shades) for shape in _SHAPES[name][1].split("|")]
    scale = size / 100
    return tag(
        "g", parts, transform=f"translate({x:.4g} {y:.4g}) scale({scale:.4g})", class_="icon", data_name=name
    )


def _shape(shape: str, shades: dict[str, str]) -> str:
    colour, kind, rest = shape.split(" ", 2)
    fill = shades[colour]
    if kind == "P":
        return tag("path", d=rest, fill=fill)
    if kind == "S":
        wide, path = rest.split(" ", 1)
        return tag(
            "path",
            d=path,
            fill="none",
            stroke=fill,
            stroke_width=float(wide),
            stroke_linecap="round",
            stroke_linejoin="round",
        )
    numbers = [float(n) for n in rest.split()]
    if kind == "C":
        return tag("circle", cx=numbers[0], cy=numbers[1], r=numbers[2], fill=fill)
    if kind == "E":
        return tag("ellipse", cx=numbers[0], cy=numbers[1], rx=numbers[2], ry=numbers[3], fill=fill)
    return tag(
        "rect",
        x=numbers[0],
        y=numbers[1],
        width=numbers[2],
        height=numbers[3],
        rx=numbers[4] or None,
        fill=fill,
    )
