/** A PostgreSQL server of a test's own: Debian's programs on a temporary folder and a free port. */
import { Glob } from "bun"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

export interface PostgresServer {
  /** Makes an empty database and gives its address. */
  readonly database: (name: string) => string
  readonly stop: () => Promise<void>
}

/** The folder of the newest version's programs: Debian leaves them out of the path. */
const programs = (): string => {
  const versions = "/usr/lib/postgresql"
  const found = existsSync(versions)
    ? [...new Glob("*/bin/initdb").scanSync({ cwd: versions })].map((path) => Number(path.split("/")[0]))
    : []
  if (found.length === 0) {
    throw new Error(`There is no PostgreSQL below ${versions}: install Debian's "postgresql".`)
  }
  return join(versions, `${Math.max(...found)}`, "bin")
}

const freePort = (): number => {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } })
  listener.stop()
  return listener.port
}

const run = (command: ReadonlyArray<string>) => {
  const { exitCode, stderr } = Bun.spawnSync([...command])
  if (exitCode !== 0) throw new Error(`${command.join(" ")} failed: ${stderr.toString()}`)
}

export const start = async (): Promise<PostgresServer> => {
  const bin = programs()
  const folder = mkdtempSync(join(tmpdir(), "scaler-postgres-"))
  const data = join(folder, "data")
  // It refuses to run as root; the package makes a user for it.
  const root = process.getuid?.() === 0
  if (root) run(["chown", "postgres", folder])
  const as = root ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []
  run([...as, join(bin, "initdb"), "--pgdata", data, "--username", "scaler", "--auth", "trust", "--no-sync"])
  const port = freePort()
  const server = Bun.spawn(
    [...as, join(bin, "postgres"), "-D", data, "-h", "127.0.0.1", "-p", `${port}`, "-k", folder],
    { stdout: "ignore", stderr: Bun.file(join(folder, "log")) }
  )
  const ready = () =>
    Bun.spawnSync([join(bin, "pg_isready"), "--quiet", "--host", "127.0.0.1", "--port", `${port}`])
      .exitCode === 0
  while (!ready()) {
    if (server.exitCode !== null) {
      throw new Error(`PostgreSQL ended: ${await Bun.file(join(folder, "log")).text()}`)
    }
    await Bun.sleep(50)
  }
  return {
    database: (name) => {
      run([join(bin, "createdb"), "--host", "127.0.0.1", "--port", `${port}`, "--username", "scaler", name])
      return `postgres://scaler@127.0.0.1:${port}/${name}`
    },
    stop: async () => {
      server.kill("SIGINT")
      await server.exited
      rmSync(folder, { recursive: true })
    }
  }
}
