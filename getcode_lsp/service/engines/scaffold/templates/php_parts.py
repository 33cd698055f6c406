"""The parts of the PHP template that are the same in every program that has them."""

from __future__ import annotations

_TESTS = {
    "string": ("a string", "is_string($value)"),
    "integer": ("an integer", "is_int($value)"),
    "number": ("a number", "is_int($value) || (is_float($value) && is_finite($value))"),
    "boolean": ("true or false", "is_bool($value)"),
    "date": ("an ISO 8601 date such as 2024-05-31", "is_date($value)"),
    "datetime": ("an ISO 8601 date and time such as 2024-05-31T18:30:00Z", "is_datetime($value)"),
    "time": ("an ISO 8601 time such as 18:30", "is_time($value) || is_datetime($value)"),
    "email": ("an e-mail address", r"is_string($value) && preg_match('/^[^@\s]+@[^@\s]+$/D', $value) === 1"),
    "url": ("an http or https URL", r"is_string($value) && preg_match('~^https?://\S+$~D', $value) === 1"),
    "object": ("an object", "is_object($value) && json_encode($value) !== false"),
}

FAILURE = """
/** An error that the client made; the fields say what is wrong with which field. */
final class Failure extends Exception
{
    public function __construct(public readonly int $status, string $message, public readonly array $fields = [])
    {
        parent::__construct($message);
    }
}

/** The error for fields that are wrong. */
function invalid(array $fields): Failure
{
    $problems = array_map(fn ($name) => "$name $fields[$name]", array_keys($fields));
    return new Failure(422, implode('; ', $problems), $fields);
}
"""

_IS_DATE = r"""
function is_date(mixed $value): bool
{
    return is_string($value) && preg_match('/^(\d{4})-(\d\d)-(\d\d)$/D', $value, $part) === 1
        && checkdate((int) $part[2], (int) $part[3], max(1, (int) $part[1]));
}
"""
_IS_TIME = r"""
function is_time(mixed $value): bool
{
    $clock = '([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?';
    $zone = '(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)?';
    return is_string($value) && preg_match("/^$clock$zone$/D", $value) === 1;
}

function is_datetime(mixed $value): bool
{
    if (!is_string($value) || !is_date(substr($value, 0, 10))) {
        return false;
    }
    $rest = substr($value, 10);
    return $rest === '' || (in_array($rest[0], ['T', ' '], true) && is_time(substr($rest, 1)));
}
"""


def checks(types: list[str]) -> str:
    """The tests of these types."""
    functions = []
    if {"date", "datetime", "time"} & set(types):
        functions.append(_IS_DATE)
    if {"datetime", "time"} & set(types):
        functions.append(_IS_TIME)
    arms = "\n".join(f"        '{kind}' => {_TESTS[kind][1]}," for kind in types)
    names = "\n".join(f"    '{kind}' => '{_TESTS[kind][0]}'," for kind in types)
    functions.append(f"const DESCRIPTIONS = [\n{names}\n];")
    functions.append(
        "function is_of_type(string $type, mixed $value): bool\n{\n    return match ($type) {\n"
        + arms
        + "\n    };\n}"
    )
    return "\n\n".join(part.strip("\n") for part in functions)


READING = r"""
/** What is wrong with one value; null when nothing is. */
function problem_of(array $field, mixed $value, bool $sized = true): ?string
{
    if ($value === null) {
        return isset($field['nullable']) ? null : 'must not be null';
    }
    if (isset($field['many'])) {
        if (!is_array($value)) {
            return 'must be a list';
        }
        $one = array_diff_key($field, ['many' => 1, 'nullable' => 1]);
        foreach ($value as $item) {
            $problem = problem_of($one, $item, false);
            if ($problem !== null) {
                return "has an item that $problem";
            }
        }
        return size_problem($field, count($value), 'items');
    }
    if (!is_of_type($field['type'], $value)) {
        return 'must be ' . DESCRIPTIONS[$field['type']];
    }
    if (isset($field['choices']) && !in_array($value, $field['choices'], true)) {
        return 'must be one of ' . implode(', ', $field['choices']);
    }
    if ($sized && is_string($value)) {
        return size_problem($field, (int) preg_match_all('/./su', $value), 'characters');
    }
    return $sized && (is_int($value) || is_float($value)) ? size_problem($field, $value, '') : null;
}

function size_problem(array $field, int|float $size, string $unit): ?string
{
    $says = fn (string $words, string $bound) => trim("must be $words $field[$bound] $unit");
    return match (true) {
        isset($field['min']) && $size < $field['min'] => $says('at least', 'min'),
        isset($field['max']) && $size > $field['max'] => $says('at most', 'max'),
        isset($field['above']) && $size <= $field['above'] => $says('more than', 'above'),
        isset($field['below']) && $size >= $field['below'] => $says('less than', 'below'),
        default => null,
    };
}

/** The JSON object that a request holds. */
function body(): array
{
    if (!str_contains(strtolower($_SERVER['CONTENT_TYPE'] ?? ''), 'json')) {
        throw new Failure(415, 'Send the body as JSON, with Content-Type: application/json.');
    }
    if ((int) ($_SERVER['CONTENT_LENGTH'] ?? 0) > MAXIMUM_BODY) {
        throw new Failure(413, 'The body is too large.');
    }
    try {
        $value = json_decode((string) file_get_contents('php://input'), depth: 64, flags: JSON_THROW_ON_ERROR);
    } catch (JsonException $error) {
        throw new Failure(400, 'The body is no JSON that can be read: ' . $error->getMessage());
    }
    if (!is_object($value)) {
        throw invalid(['body' => 'must be a JSON object']);
    }
    return get_object_vars($value);
}

/**
 * The fields of a body that are known and right. With $partial, fields may be left out; otherwise those take
 * their defaults.
 */
function read_body(string $collection, array $body, bool $partial): array
{
    $record = [];
    $problems = [];
    foreach (ENTITIES[$collection]['fields'] as $name => $field) {
        if (array_key_exists($name, $body)) {
            $problem = problem_of($field, $body[$name]);
            if ($problem !== null) {
                $problems[$name] = $problem;
            }
            $record[$name] = $body[$name];
        } elseif (!$partial && isset($field['required'])) {
            $problems[$name] = 'is required';
        } elseif (!$partial) {
            $record[$name] = default_of($field);
        }
    }
    if ($problems) {
        throw invalid($problems);
    }
    return $record;
}

function default_of(array $field): mixed
{
    if (isset($field['stamp'])) {
        return stamp_of($field);
    }
    $empty = $field['type'] === 'object' && !isset($field['nullable']) ? new stdClass() : null;
    return $field['default'] ?? $empty;
}

/** The present time in UTC, or the present date. */
function stamp_of(array $field): string
{
    return gmdate($field['type'] === 'date' ? 'Y-m-d' : 'Y-m-d\TH:i:s\Z');
}

/** The fields of a collection that the server fills in at this event. */
function stamps(string $collection, string $event): array
{
    return array_filter(ENTITIES[$collection]['fields'], fn ($field) => ($field['stamp'] ?? null) === $event);
}
"""
