//! Many connections that all say the same, again and again.

use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

use super::replies::{Protocol, Replies};
use crate::Outcome;

/// Larger than what a socket of the loopback interface gives at once, nearly always.
const BUFFER: usize = 256 * 1024;
const EVENTS: usize = 1024;
/// For replies that do not come.
const PATIENCE: Duration = Duration::from_secs(20);

/// The connections, and what each sends.
pub(crate) struct Crowd<P> {
    poll: Poll,
    events: Events,
    members: Vec<Member>,
    conversation: Conversation<P>,
}

/// What is the same for all connections.
struct Conversation<P> {
    protocol: P,
    tape: Vec<u8>,
    /// Of one message: the tape has it several times, so that several are one write.
    length: usize,
    buffer: Box<[u8]>,
}

struct Member {
    stream: TcpStream,
    replies: Replies,
    /// Bytes that are to be written.
    unsent: usize,
    /// Where on the tape the next of them is, within a message.
    at: usize,
}

impl<P: Protocol> Crowd<P> {
    /// Connections that send `message`, up to `window` of them at once, and count what comes back.
    pub(crate) fn new(streams: Vec<std::net::TcpStream>, protocol: P, message: &[u8], window: usize) -> Outcome<Self> {
        let poll = Poll::new()?;
        let mut members = Vec::with_capacity(streams.len());
        for (number, stream) in streams.into_iter().enumerate() {
            stream.set_nonblocking(true)?;
            let mut stream = TcpStream::from_std(stream);
            poll.registry().register(&mut stream, Token(number), Interest::READABLE | Interest::WRITABLE)?;
            members.push(Member { stream, replies: Replies::default(), unsent: 0, at: 0 });
        }
        let (tape, length) = (message.repeat(window + 1), message.len());
        let conversation = Conversation { protocol, tape, length, buffer: vec![0; BUFFER].into() };
        Ok(Self { poll, events: Events::with_capacity(EVENTS), members, conversation })
    }

    pub(crate) fn len(&self) -> usize {
        self.members.len()
    }

    /// Every connection sends so many messages.
    pub(crate) fn send(&mut self, messages: usize) -> Outcome<()> {
        self.members.iter_mut().try_for_each(|member| member.send(messages, &self.conversation))
    }

    /// The first connection sends a message.
    pub(crate) fn send_one(&mut self) -> Outcome<()> {
        let member = self.members.first_mut().ok_or("there is no connection")?;
        member.send(1, &self.conversation)
    }

    /// For every reply that comes sends another message, and gives how many have come in a second.
    pub(crate) fn converse(&mut self, time: Duration) -> Outcome<f64> {
        let started = Instant::now();
        let mut replies = 0;
        while let Some(left) = time.checked_sub(started.elapsed()) {
            replies += self.turn(left, true)?;
        }
        if replies == 0 {
            return Err(format!("no reply came within {time:?}").into());
        }
        Ok(replies as f64 / started.elapsed().as_secs_f64())
    }

    /// Waits for so many replies, and sends nothing more.
    pub(crate) fn gather(&mut self, replies: usize) -> Outcome<()> {
        let started = Instant::now();
        let mut missing = replies;
        while missing > 0 {
            let Some(left) = PATIENCE.checked_sub(started.elapsed()) else {
                return Err(format!("{missing} of {replies} replies did not come within {PATIENCE:?}").into());
            };
            missing = missing.checked_sub(self.turn(left, false)?).ok_or("more replies came than were waited for")?;
        }
        Ok(())
    }

    /// Handles what has happened, once something has. Gives the number of replies.
    fn turn(&mut self, patience: Duration, goes_on: bool) -> Outcome<usize> {
        let Self { poll, events, members, conversation } = self;
        match poll.poll(events, Some(patience)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(0),
            result => result?,
        }
        let mut replies = 0;
        for event in &*events {
            let member = &mut members[event.token().0];
            let count = if event.is_readable() { member.read(conversation)? } else { 0 };
            replies += count;
            member.send(if goes_on { count } else { 0 }, conversation)?;
        }
        Ok(replies)
    }
}

impl Member {
    fn send<P>(&mut self, messages: usize, conversation: &Conversation<P>) -> Outcome<()> {
        let Conversation { tape, length, .. } = conversation;
        self.unsent += messages * length;
        while self.unsent > 0 {
            let end = tape.len().min(self.at + self.unsent);
            match self.stream.write(&tape[self.at..end]) {
                Ok(0) => return Err("a server reads no more".into()),
                Ok(written) => {
                    self.unsent -= written;
                    self.at = (self.at + written) % length;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Reads what is there. Less than was asked for is all of it: epoll tells when there is more.
    fn read<P: Protocol>(&mut self, conversation: &mut Conversation<P>) -> Outcome<usize> {
        let Conversation { protocol, buffer, .. } = conversation;
        let mut replies = 0;
        loop {
            match self.stream.read(buffer) {
                Ok(0) => return Err("a server closed a connection".into()),
                Ok(count) => {
                    replies += self.replies.count(protocol, &buffer[..count])?;
                    if count < buffer.len() {
                        return Ok(replies);
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(replies),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}
