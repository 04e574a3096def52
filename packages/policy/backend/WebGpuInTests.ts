/** Whether tests try WebGPU: on a card, or on the software driver that `VK_DRIVER_FILES` names. */
import * as WebGpu from "./WebGpu.ts"

export const triesWebGpu = WebGpu.isInstalled() &&
  (WebGpu.hasCard() || process.env["VK_DRIVER_FILES"] !== undefined)

/** Says in the place of tests that they were left out. */
export const whyNot = "WebGPU: there is no graphics card, and VK_DRIVER_FILES names no software driver"
