"""Relations, lists and routes of the PHP template."""

from __future__ import annotations

REFERENCES = r"""
/** The ids that a reference holds: none, one, or those of a list. */
function ids_in(mixed $value): array
{
    return is_array($value) ? $value : ($value === null ? [] : [$value]);
}

/** Refuse ids that point nowhere. */
function check_references(Store $store, string $collection, array $record): void
{
    foreach (ENTITIES[$collection]['fields'] as $name => $field) {
        $missing = isset($field['to']) ? array_diff(ids_in($record[$name]), array_keys($store->all($field['to']))) : [];
        if ($missing) {
            throw invalid([$name => 'refers to ' . reset($missing) . ", which isn't there"]);
        }
    }
}

/** The fields of one collection that hold ids of another. */
function referring(string $collection, string $other): array
{
    return array_filter(ENTITIES[$collection]['fields'], fn ($field) => ($field['to'] ?? null) === $other);
}
"""

UNIQUE = r"""
/** Refuse values that have to be unique and aren't. */
function check_unique(Store $store, string $collection, array $record): void
{
    foreach (ENTITIES[$collection]['fields'] as $name => $field) {
        if (!isset($field['unique']) || $record[$name] === null) {
            continue;
        }
        foreach ($store->all($collection) as $id => $other) {
            $same = is_string($record[$name]) ? $other[$name] === $record[$name] : $other[$name] == $record[$name];
            if ($id !== $record['id'] && $same) {
                throw invalid([$name => 'must be unique, and another record has this value']);
            }
        }
    }
}
"""

REMOVE = r"""
/** Delete a record. */
function remove_record(Store $store, string $collection, int $id): void
{
    $store->remove($collection, $id);
}
"""

REMOVE_REFERENCES = r"""
/** Delete a record. What can't be without it is deleted too, the rest forgets it. */
function remove_record(Store $store, string $collection, int $id): void
{
    $store->remove($collection, $id);
    foreach (array_keys(ENTITIES) as $other) {
        foreach (referring($other, $collection) as $name => $field) {
            foreach ($store->all($other) as $record) {
                if (!in_array($id, ids_in($record[$name]), true)) {
                    continue;
                }
                if (isset($field['required']) && !isset($field['many'])) {
                    remove_record($store, $other, $record['id']);
                    continue;
                }
                $left = array_values(array_diff(ids_in($record[$name]), [$id]));
                $record[$name] = isset($field['many']) ? $left : null;
                $store->put($other, $record);
            }
        }
    }
}
"""

QUERY = r"""
/** Whether a value is what a query asks for: a part of a text, else the same value. */
function matches(array $field, mixed $value, string $text): bool
{
    if (is_array($value)) {
        return array_filter($value, fn ($item) => matches($field, $item, $text)) !== [];
    }
    if (is_int($value) || is_float($value)) {
        return $value == (float) $text;
    }
    if (!is_string($value)) {
        return json_encode($value) === $text;
    }
    $part = $field['type'] === 'string' && !isset($field['choices']) && !isset($field['unique']);
    return $part ? contains($value, $text) : $value === $text;
}

/** Whether a text contains another, upper and lower case being the same. */
function contains(string $text, string $part): bool
{
    return preg_match('/' . preg_quote($part, '/') . '/iu', $text) === 1;
}

/**
 * The records that a query asks for: FIELD=VALUE for any field, q=TEXT in any text, sort=FIELD or sort=-FIELD,
 * limit=N and offset=N. X-Total-Count says how many fit.
 */
function listed(string $collection, array $rows): array
{
    $fields = ENTITIES[$collection]['fields'];
    $query = array_filter($_GET, 'is_string');
    $own = array_diff_key($query, $fields);
    $odd = array_filter($query, fn ($text) => preg_match('//u', $text) !== 1);
    if ($odd) {
        throw invalid(array_fill_keys(array_keys($odd), 'must be valid UTF-8'));
    }
    $problems = [];
    foreach (array_intersect_key($query, $fields) as $name => $text) {
        $field = $fields[$name];
        if (in_array($field['type'], ['integer', 'number'], true) && !is_numeric($text)) {
            $problems[$name] = 'must be ' . DESCRIPTIONS[$field['type']];
        }
        $rows = array_filter($rows, fn ($row) => matches($field, $row[$name], $text));
    }
    if (($own['q'] ?? '') !== '') {
        $texts = array_filter($fields, fn ($field) => in_array($field['type'], ['string', 'email', 'url'], true));
        $words = fn ($row) => array_filter(array_intersect_key($row, $texts), 'is_string');
        $fits = fn ($row) => array_filter($words($row), fn ($text) => contains($text, $own['q'])) !== [];
        $rows = array_filter($rows, $fits);
    }
    if (($own['sort'] ?? '') !== '') {
        $down = $own['sort'][0] === '-' ? -1 : 1;
        $by = $down === -1 ? substr($own['sort'], 1) : $own['sort'];
        if ($by !== 'id' && !isset($fields[$by])) {
            $problems['sort'] = "must be a field's name";
        } else {
            // Records without a value come last.
            usort($rows, fn ($a, $b) => isset($a[$by], $b[$by])
                ? $down * ($a[$by] <=> $b[$by])
                : isset($b[$by]) <=> isset($a[$by]));
        }
    }
    foreach (['limit', 'offset'] as $name) {
        if (isset($own[$name]) && preg_match('/^\d{1,9}$/D', $own[$name]) !== 1) {
            $problems[$name] = 'must be a whole number';
        }
    }
    if ($problems) {
        throw invalid($problems);
    }
    header('X-Total-Count: ' . count($rows));
    return array_slice(array_values($rows), (int) ($own['offset'] ?? 0), isset($own['limit']) ? (int) $own['limit'] : null);
}
"""

ROUTES = r"""
/** The record of an id; a 404 where there is none. */
function find(Store $store, string $collection, string $id): array
{
    $known = preg_match('/^\d{1,15}$/D', $id) === 1 ? $store->all($collection)[(int) $id] ?? null : null;
    return $known ?? throw new Failure(404, 'There is no ' . ENTITIES[$collection]['name'] . " $id.");
}

/** Check a record against the others and store it. */
function keep(Store $store, string $collection, array $record): array
{
@CHECK@    $store->put($collection, $record);
    return $record;
}

/** Refuse a method that isn't one of these. */
function allow(string $method, string ...$methods): void
{
    if (!in_array($method, $methods, true)) {
        header('Allow: ' . implode(', ', $methods));
        throw new Failure(405, "$method isn't allowed here, " . implode(', ', $methods) . ' are.');
    }
}

/** The answer to a request: its status and what is sent as JSON. */
function answer(Store $store, string $method, string $path): array
{
    [$collection, $id, $other] = [...explode('/', trim($path, '/'), 4), null, null];
    if (!isset(ENTITIES[$collection]) || substr_count(trim($path, '/'), '/') > 2) {
        throw new Failure(404, "There is no $method $path.");
    }
    if ($id === null) {
        allow($method, 'GET', 'POST');
        if ($method === 'GET') {
            return [200, @ALL@];
        }
        $fields = read_body($collection, body(), false);
        return [201, keep($store, $collection, ['id' => $store->nextId($collection)] + $fields)];
    }
@NESTED@    if ($other !== null) {
        throw new Failure(404, "There is no $method $path.");
    }
    allow($method, 'GET', 'PUT', 'PATCH', 'DELETE');
    $old = find($store, $collection, $id);
    switch ($method) {
        case 'PUT':
            $body = body();
            $record = ['id' => $old['id']] + read_body($collection, $body, false);
            $kept = array_diff_key(stamps($collection, 'created'), $body);
            return [200, keep($store, $collection, array_intersect_key($old, $kept) + $record)];
        case 'PATCH':
            $changes = read_body($collection, body(), true);
            $changes += array_map('stamp_of', stamps($collection, 'updated'));
            return [200, keep($store, $collection, array_replace($old, $changes))];
        case 'DELETE':
            remove_record($store, $collection, $old['id']);
            return [204, null];
        default:
            return [200, $old];
    }
}
"""

NESTED = r"""
    if ($other !== null && isset(ENTITIES[$other])) {
        // The fields of the other that point here, and those here that list the other.
        $inward = array_keys(referring($other, $collection));
        $outward = array_keys(array_filter(referring($collection, $other), fn ($field) => isset($field['many'])));
        if ($inward || $outward) {
            allow($method, 'GET');
            $record = find($store, $collection, $id);
            $listed = array_merge([], ...array_map(fn ($name) => ids_in($record[$name]), $outward));
            $belonging = array_values(array_filter(
                $store->all($other),
                fn ($row) => in_array($row['id'], $listed, true) || array_filter(
                    $inward,
                    fn ($name) => in_array($record['id'], ids_in($row[$name]), true),
                ),
            ));
            return [200, @BELONGING@];
        }
    }
"""
