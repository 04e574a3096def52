import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import meetingRooms from "./meeting-rooms.ts"

testEnvironment(meetingRooms)
