//! Answers onto the line, with what goes wrong there: cuts, checksums, silence, drips, floods

use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};
use serde_json::json;

use super::super::body::Step;
use super::super::eventstream::{Frame, PRELUDE};
use super::super::refusal::Refusal;
use super::super::reply::Content;
use super::{Effect, Struck};

const PIECES: usize = 8;
const FLOOD_BLOCK: usize = 128 * 1024;

/// What is sent of an answer, and the length that its head promises.
pub(in crate::sandbox) fn steps(content: Content, struck: &Struck) -> (Vec<Step>, Option<u64>) {
    match content {
        Content::Whole(body) => {
            let length = body.len() as u64;
            (whole(body, struck), Some(length))
        }
        Content::Frames(frames) => (stream(frames, struck), None),
    }
}

fn whole(body: Bytes, struck: &Struck) -> Vec<Step> {
    let half = body.len() / 2;
    for effect in struck.effects() {
        match effect {
            Effect::CutBody => return vec![Step::Send(body.slice(..half)), Step::Cut],
            Effect::Stall => return vec![Step::Send(body.slice(..half)), Step::Silence],
            _ => {}
        }
    }
    let Some(wait) = drip(struck) else {
        return vec![Step::Send(body)];
    };
    let size = body.len().div_ceil(PIECES).max(1);
    let pieces = (0..body.len()).step_by(size).map(|at| body.slice(at..body.len().min(at + size)));
    pieces.flat_map(|piece| [Step::Wait(wait), Step::Send(piece)]).collect()
}

fn drip(struck: &Struck) -> Option<Duration> {
    struck.effects().find_map(|effect| match effect {
        Effect::Drip(wait) => Some(*wait),
        _ => None,
    })
}

fn stream(mut frames: Vec<Frame>, struck: &Struck) -> Vec<Step> {
    let mut end = None;
    for effect in struck.effects() {
        end = end.or(shorten(&mut frames, effect));
    }
    let victim = victim(&frames);
    let mut steps = Vec::new();
    for (at, frame) in frames.iter().enumerate() {
        let bytes = frame.encode();
        if at == victim {
            if broken(frame, &bytes, struck, &mut steps) {
                return dripping(steps, struck);
            }
        } else {
            steps.push(Step::Send(bytes));
        }
    }
    steps.extend(end);
    dripping(steps, struck)
}

fn dripping(steps: Vec<Step>, struck: &Struck) -> Vec<Step> {
    match drip(struck) {
        Some(wait) => steps.into_iter().flat_map(|step| [Step::Wait(wait), step]).collect(),
        None => steps,
    }
}

/// What ends a stream before its time, between two frames.
fn shorten(frames: &mut Vec<Frame>, effect: &Effect) -> Option<Step> {
    let middle = victim(frames).saturating_add(1).min(frames.len());
    match effect {
        Effect::FirstException(kind) => *frames = vec![exception(kind)],
        Effect::StreamException(kind) => frames.splice(middle.., [exception(kind)]).for_each(drop),
        Effect::StreamError => frames.splice(middle.., [error()]).for_each(drop),
        Effect::CutBetween => {
            frames.truncate(last(frames));
            return Some(Step::Cut);
        }
        Effect::CutClean => frames.truncate(last(frames)),
        // The flood is all the deltas there are.
        Effect::Flood(_) => {
            let mut deltas = 0;
            frames.retain(|frame| {
                deltas += usize::from(is_delta(frame));
                !is_delta(frame) || deltas == 1
            });
        }
        _ => {}
    }
    None
}

/// The frame that makes an answer whole: `messageStop`, or the last chunk.
fn last(frames: &[Frame]) -> usize {
    let stop = frames.iter().position(|frame| frame.is_event("messageStop"));
    stop.unwrap_or(frames.len().saturating_sub(1))
}

/// The frame that a fault befalls: the second delta if there are two, else the first there is.
fn victim(frames: &[Frame]) -> usize {
    let mut deltas = frames.iter().enumerate().filter(|(_, frame)| is_delta(frame)).map(|(at, _)| at);
    let first = deltas.next();
    deltas.next().or(first).unwrap_or(0)
}

fn is_delta(frame: &Frame) -> bool {
    frame.is_event("contentBlockDelta") || frame.is_event("chunk")
}

/// Sends the frame that a fault befalls; true when nothing comes after it.
fn broken(frame: &Frame, bytes: &Bytes, struck: &Struck, steps: &mut Vec<Step>) -> bool {
    let before = steps.len();
    for effect in struck.effects() {
        match effect {
            Effect::Flood(deltas) => steps.extend(flood(frame, *deltas)),
            Effect::CutFrame(at) => {
                let middle = bytes.len() - frame.payload.len() / 2 - 4;
                let at = at.unwrap_or(middle).min(bytes.len() - 1);
                steps.extend([Step::Send(bytes.slice(..at)), Step::Cut]);
                return true;
            }
            Effect::Stall => {
                steps.extend([Step::Send(bytes.clone()), Step::Silence]);
                return true;
            }
            Effect::BadCrc => steps.push(Step::Send(flipped(bytes, bytes.len() - 1))),
            Effect::BadPreludeCrc => steps.push(Step::Send(flipped(bytes, PRELUDE - 1))),
            Effect::HugeFrame => steps.push(Step::Send(huge(bytes))),
            _ => {}
        }
    }
    if steps.len() == before {
        steps.push(Step::Send(bytes.clone()));
    }
    false
}

fn flipped(bytes: &Bytes, at: usize) -> Bytes {
    let mut bytes = BytesMut::from(&bytes[..]);
    bytes[at] ^= 1;
    bytes.freeze()
}

/// The same frame with a prelude that says 2 GiB, and whose own checksum is right.
fn huge(bytes: &Bytes) -> Bytes {
    let mut huge = BytesMut::with_capacity(bytes.len());
    huge.put_u32(u32::MAX / 2);
    huge.put_slice(&bytes[4..8]);
    huge.put_u32(crc32fast::hash(&huge));
    huge.put_slice(&bytes[PRELUDE..]);
    huge.freeze()
}

/// Many equal deltas, in blocks that are made once: the client is to be the slower side.
fn flood(like: &Frame, deltas: u64) -> [Step; 2] {
    let payload = if like.is_event("chunk") {
        json!({"bytes": "eyJ0ZXh0IjoiIHNhbmRib3gifQ==", "p": "abcdefgh"})
    } else {
        json!({"contentBlockIndex": 0, "delta": {"text": " sandbox"}, "p": "abcdefgh"})
    };
    let one = Frame { headers: like.headers.clone(), payload: payload.to_string().into() }.encode();
    let each = (FLOOD_BLOCK / one.len()).max(1);
    let block = Bytes::from(one.repeat(each));
    let rest = usize::try_from(deltas % each as u64).unwrap_or(0);
    [Step::Repeat(block.clone(), deltas / each as u64), Step::Send(block.slice(..rest * one.len()))]
}

fn exception(kind: &str) -> Frame {
    let message = match kind {
        "throttlingException" => "Too many requests, please wait before trying again.",
        "validationException" => "The model returned the following errors: Output blocked.",
        "serviceUnavailableException" => "Bedrock is unable to process your request.",
        "modelTimeoutException" => "Model has timed out in processing the request. Try your request again.",
        _ => "The system encountered an unexpected error during processing. Try your request again.",
    };
    let mut refusal = Refusal::new(kind, 200, message);
    if kind == "modelStreamErrorException" {
        refusal = refusal.with("originalStatusCode", 500).with("originalMessage", "The model stopped.");
    }
    Frame::exception(kind, refusal.json())
}

fn error() -> Frame {
    Frame::error("InternalError", "An internal server error occurred")
}

#[cfg(test)]
mod tests {
    use super::super::{Fault, Faults};
    use super::*;
    use crate::sandbox::operation::{Operation, Target};

    const STREAM: Target<'_> = Target { operation: Operation::ConverseStream, identifier: "a.b", region: "us-east-1" };

    fn frames() -> Vec<Frame> {
        let kinds =
            ["messageStart", "contentBlockDelta", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata"];
        kinds.map(|kind| Frame::event(kind, "{}")).to_vec()
    }

    fn sent(fault: &str) -> Vec<Step> {
        let faults = Faults::new(vec![fault.parse::<Fault>().unwrap()]);
        stream(frames(), &faults.answer(STREAM))
    }

    fn size(steps: &[Step]) -> usize {
        let size = |step: &Step| match step {
            Step::Send(bytes) => bytes.len(),
            Step::Repeat(bytes, times) => bytes.len() * usize::try_from(*times).unwrap(),
            _ => 0,
        };
        steps.iter().map(size).sum()
    }

    #[test]
    fn a_stream_is_cut_after_a_prelude() {
        let steps = sent("cut-frame=12");
        let two = frames()[..2].iter().map(|frame| frame.encode().len()).sum::<usize>();
        assert_eq!(size(&steps), two + 12);
        assert!(matches!(steps.last(), Some(Step::Cut)));
    }

    #[test]
    fn a_stream_cut_between_frames_lacks_its_message_stop() {
        for fault in ["cut-between", "cut-clean"] {
            let four = frames()[..4].iter().map(|frame| frame.encode().len()).sum::<usize>();
            assert_eq!(size(&sent(fault)), four);
        }
        assert!(matches!(sent("cut-between").last(), Some(Step::Cut)));
        assert!(matches!(sent("cut-clean").last(), Some(Step::Send(_))));
    }

    #[test]
    fn an_exception_comes_first_or_after_deltas() {
        assert_eq!(sent("first-exception").len(), 1);
        assert_eq!(sent("stream-exception").len(), 4);
    }

    #[test]
    fn a_flood_has_as_many_deltas_as_were_asked_for() {
        let one = size(&sent("flood=1")) - size(&sent("flood=0"));
        assert_eq!(size(&sent("flood=100003")) - size(&sent("flood=0")), one * 100_003);
    }

    #[test]
    fn a_flood_is_cut_as_well() {
        let faults: Vec<Fault> = ["flood=1000", "cut-frame=12"].map(|text| text.parse().unwrap()).into();
        let steps = stream(frames(), &Faults::new(faults).answer(STREAM));
        assert!(matches!(steps.last(), Some(Step::Cut)));
        assert!(size(&steps) > 100_000);
    }

    #[test]
    fn a_drip_waits_before_every_frame() {
        let steps = sent("drip=5");
        assert_eq!(steps.iter().filter(|step| matches!(step, Step::Wait(_))).count(), 6);
    }

    #[test]
    fn the_prelude_of_a_huge_frame_has_the_right_checksum() {
        let huge = huge(&Frame::event("chunk", "{}").encode());
        assert_eq!(huge[8..12], crc32fast::hash(&huge[..8]).to_be_bytes());
    }
}
