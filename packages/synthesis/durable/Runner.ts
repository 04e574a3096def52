/** What both engines are made of: one runner of a cluster whose members meet nowhere but in the database. */
import * as ClusterWorkflowEngine from "@effect/cluster/ClusterWorkflowEngine"
import type { MessageStorage } from "@effect/cluster/MessageStorage"
import { layerNoop as healthFromHeartbeats } from "@effect/cluster/RunnerHealth"
import { layerNoop as messagesThroughStorage } from "@effect/cluster/Runners"
import type { RunnerStorage } from "@effect/cluster/RunnerStorage"
import * as Sharding from "@effect/cluster/Sharding"
import * as ShardingConfig from "@effect/cluster/ShardingConfig"
import * as SqlMessageStorage from "@effect/cluster/SqlMessageStorage"
import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import type { WorkflowEngine } from "@effect/workflow/WorkflowEngine"
import { Duration, Layer } from "effect"

/** The engine that runs workflows, and the two services by which executions are forgotten. */
export type Engine = WorkflowEngine | Sharding.Sharding | MessageStorage

const settings: Partial<ShardingConfig.ShardingConfig["Type"]> = {
  // Moving one takes some queries, so a fifth of the default; enough to share out among a dozen runners.
  shardsPerGroup: 60,
  // Whatever another runner left is seen within a second, and so is what is due.
  entityMessagePollInterval: "1 second",
  entityReplyPollInterval: "1 second",
  refreshAssignmentsInterval: "1 second",
  // What runs when the process is told to end is cut off and resumes at the next start.
  entityTerminationTimeout: 0,
  // An execution whose workflow is not registered here, or not yet, waits. The default makes it fail for good.
  entityRegistrationTimeout: Duration.infinity
}

export const layer = <E>(
  storage: Layer.Layer<RunnerStorage, E, SqlClient | ShardingConfig.ShardingConfig>,
  config: Partial<ShardingConfig.ShardingConfig["Type"]> = {}
): Layer.Layer<Engine, E | SqlError, SqlClient> =>
  ClusterWorkflowEngine.layer.pipe(
    Layer.provideMerge(Sharding.layer),
    Layer.provide(messagesThroughStorage),
    Layer.provideMerge(SqlMessageStorage.layer),
    Layer.provide([storage, healthFromHeartbeats]),
    Layer.provide(ShardingConfig.layer({ ...settings, ...config }))
  )
