/** The public names of Locavore. */
export { createRecommender } from './create-recommender.ts';
export type { EngineName } from './engine/engine.ts';
export { type ErrorCode, LocavoreError } from './errors.ts';
export type { Logger } from './log.ts';
export type { FieldEntry, ModelCard, SignalType } from './pack/format.ts';
export type { Item } from './pack/pack.ts';
export type {
  ExclusionRule,
  GeneratorName,
  ItemFilter,
  Provenance,
  Reason,
  RecommendRequest,
  RequestContext,
  Shelf,
  ShelfItem,
  StageTrace,
  Trace,
} from './pipeline/types.ts';
export type { ProfileEvent, ProfileExport, RecordInput } from './profile/events.ts';
export type {
  BrowseQuery,
  EngineChoice,
  ProfileApi,
  ProfileSummary,
  Progress,
  Recommender,
  RecommenderEvent,
  RecommenderInfo,
  RecommenderOptions,
} from './recommender.ts';
