"""Storage and start of the PHP template."""

from __future__ import annotations

STORE = r"""
/** The records by collection and id. Each request has a store of its own, and has the data to itself meanwhile. */
interface Store
{
    /** @return array<int, array> the records of a collection by id */
    public function all(string $collection): array;

    public function put(string $collection, array $record): void;

    public function remove(string $collection, int $id): void;

    /** An id that no record has had before. */
    public function nextId(string $collection): int;

    /** Keep what was changed; without it nothing is. */
    public function commit(): void;
}

const JSON_FORM = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR;
"""

JSON_STORE = r"""
/** All data in one JSON file, for one request at a time. */
final class JsonStore implements Store
{
    private array $collections;
    private bool $changed = false;
    /** @var resource */
    private $lock;

    public function __construct(private readonly string $file)
    {
        $this->lock = fopen(__FILE__, 'r');
        flock($this->lock, LOCK_EX);
        $saved = is_file($file) ? json_decode(file_get_contents($file), flags: JSON_THROW_ON_ERROR) : new stdClass();
        foreach (array_keys(ENTITIES) as $collection) {
            $kept = $saved->$collection ?? (object) ['next' => 1, 'records' => []];
            $records = array_map('get_object_vars', $kept->records);
            $this->collections[$collection] = [$kept->next, array_column($records, null, 'id')];
        }
    }

    public function all(string $collection): array
    {
        return $this->collections[$collection][1];
    }

    public function put(string $collection, array $record): void
    {
        $this->collections[$collection][1][$record['id']] = $record;
        $this->changed = true;
    }

    public function remove(string $collection, int $id): void
    {
        unset($this->collections[$collection][1][$id]);
        $this->changed = true;
    }

    public function nextId(string $collection): int
    {
        return $this->collections[$collection][0]++;
    }

    public function commit(): void
    {
        if ($this->changed) {
            $state = array_map(
                fn ($kept) => ['next' => $kept[0], 'records' => array_values($kept[1])],
                $this->collections,
            );
            // A new file takes the place of the old one, so that a crash leaves one of the two whole.
            file_put_contents("$this->file.new", json_encode($state, JSON_FORM));
            rename("$this->file.new", $this->file);
        }
        flock($this->lock, LOCK_UN);
    }
}
"""

SQLITE_STORE = r"""
/** A SQLite file; one transaction for each request. */
final class SqliteStore implements Store
{
    private readonly PDO $database;

    public function __construct(string $file)
    {
        $this->database = new PDO("sqlite:$file", options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
        $this->database->exec('PRAGMA busy_timeout = 5000');
        $this->database->exec('BEGIN IMMEDIATE');
        $this->database->exec(
            'CREATE TABLE IF NOT EXISTS records (kind TEXT, id INTEGER, body TEXT, PRIMARY KEY (kind, id))',
        );
        $this->database->exec('CREATE TABLE IF NOT EXISTS counters (kind TEXT PRIMARY KEY, next INTEGER)');
    }

    public function all(string $collection): array
    {
        $rows = $this->run('SELECT body FROM records WHERE kind = ? ORDER BY id', [$collection]);
        $records = array_map(
            fn ($row) => get_object_vars(json_decode($row[0], flags: JSON_THROW_ON_ERROR)),
            $rows->fetchAll(PDO::FETCH_NUM),
        );
        return array_column($records, null, 'id');
    }

    public function put(string $collection, array $record): void
    {
        $values = [$collection, $record['id'], json_encode($record, JSON_FORM)];
        $this->run('INSERT OR REPLACE INTO records VALUES (?, ?, ?)', $values);
    }

    public function remove(string $collection, int $id): void
    {
        $this->run('DELETE FROM records WHERE kind = ? AND id = ?', [$collection, $id]);
    }

    public function nextId(string $collection): int
    {
        $this->run('INSERT OR IGNORE INTO counters VALUES (?, 1)', [$collection]);
        $next = (int) $this->run('SELECT next FROM counters WHERE kind = ?', [$collection])->fetchColumn();
        $this->run('UPDATE counters SET next = next + 1 WHERE kind = ?', [$collection]);
        return $next;
    }

    public function commit(): void
    {
        $this->database->exec('COMMIT');
    }

    private function run(string $sql, array $values): PDOStatement
    {
        $statement = $this->database->prepare($sql);
        $statement->execute($values);
        return $statement;
    }
}
"""

OPEN_MEMORY = r"""
/** Where the data of this server is; start() has made the folder. */
function open_store(): Store
{
    $folder = getenv('API_DATA');
    if (!$folder) {
        throw new Failure(503, 'Start this program with: php ' . basename(__FILE__));
    }
    return new JsonStore("$folder/data.json");
}
"""

OPEN_FILE = r"""
/** The data beside this program; a JSON file that is there already is used further. */
function open_store(): Store
{
    $beside = __DIR__ . '/' . pathinfo(__FILE__, PATHINFO_FILENAME);
    if (is_file("$beside.json") || !in_array('sqlite', class_exists('PDO') ? PDO::getAvailableDrivers() : [], true)) {
        return new JsonStore("$beside.json");
    }
    return new SqliteStore("$beside.db");
}
"""

START_MEMORY = r"""
/** Start PHP's own web server with this file. The data lies in a private folder that goes with the server. */
function start(): never
{
    $folder = sys_get_temp_dir() . '/api-' . bin2hex(random_bytes(8));
    mkdir($folder, 0700);
    putenv("API_DATA=$folder");
    $clear = function () use ($folder): void {
        array_map('unlink', glob("$folder/*"));
        rmdir($folder);
    };
    if (function_exists('pcntl_exec') && function_exists('pcntl_fork')) {
        // This process becomes the server. A child waits until it has ended, however it ends, and clears up.
        [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        if (pcntl_fork() === 0) {
            foreach ([SIGINT, SIGTERM, SIGHUP] as $signal) {
                pcntl_signal($signal, SIG_IGN);
            }
            array_map('fclose', [$theirs, STDIN, STDOUT, STDERR]);
            while (!feof($ours)) {
                fread($ours, 1);
            }
            $clear();
            exit(0);
        }
        fclose($ours);
        pcntl_exec(PHP_BINARY, server_arguments());
    }
    $code = proc_close(proc_open([PHP_BINARY, ...server_arguments()], [STDIN, STDOUT, STDERR], $pipes));
    $clear();
    exit($code);
}
"""

START_FILE = r"""
/** Start PHP's own web server with this file. */
function start(): never
{
    if (function_exists('pcntl_exec')) {
        pcntl_exec(PHP_BINARY, server_arguments());
    }
    exit(proc_close(proc_open([PHP_BINARY, ...server_arguments()], [STDIN, STDOUT, STDERR], $pipes)));
}
"""

MAIN = r"""
const MAXIMUM_BODY = 1_000_000;

function server_arguments(): array
{
    $port = (int) (getenv('PORT') ?: 8000);
    $settings = ['-d', 'display_errors=0', '-d', 'enable_post_data_reading=0', '-d', 'html_errors=0'];
    return [...$settings, '-S', "127.0.0.1:$port", __FILE__];
}

/** Answer one request. */
function serve(): void
{
    $path = rawurldecode(explode('?', $_SERVER['REQUEST_URI'], 2)[0]);
    try {
        $store = open_store();
        [$status, $result] = answer($store, $_SERVER['REQUEST_METHOD'], $path);
        $store->commit();
    } catch (Failure $failure) {
        $status = $failure->status;
        $result = ['error' => $failure->getMessage()] + array_filter(['fields' => $failure->fields]);
    } catch (Throwable $error) {
        error_log((string) $error);
        [$status, $result] = [500, ['error' => 'Internal error']];
    }
    header("HTTP/1.1 $status" . ($status === 422 ? ' Unprocessable Content' : ''), true, $status);
    if ($status !== 204) {
        header('Content-Type: application/json');
        echo json_encode($result, JSON_FORM | JSON_INVALID_UTF8_SUBSTITUTE);
    }
}

if (PHP_SAPI === 'cli') {
    start();
}
serve();
"""
