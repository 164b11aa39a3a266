//! Which models there are and how to call them: the service's lists merged, filtered here; names to ids

mod callable;
mod filter;
mod other;
mod profile;
mod regions;
mod resolve;
mod suggest;
mod summary;

pub use callable::{Callable, callables, shorts};
pub use filter::Filter;
pub use other::{DEPLOYMENT, ENDPOINT, IMPORTED, OTHER_KINDS, Other, OtherKind, PROVISIONED, ROUTER, others};
pub use profile::{InferenceProfile, PROFILE_COLUMNS, PROFILE_DISPENSABLE, inference_profiles};
pub use regions::named as named_regions;
pub use resolve::{Candidate, Geography, Resolution, is_listed, named as named_models, resolve, resolve_own};
pub use suggest::{Suggestion, is_of, other_region, suggest_here, suggest_nearest, suggest_region_of, suggest_there};
pub use summary::{
    COLUMNS, DISPENSABLE, DISPENSABLE_OF_REGIONS, Summary, model_summaries, with_members, with_summaries,
};
