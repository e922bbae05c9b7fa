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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::{Frames, message};
    use super::*;
    use std::net::TcpListener;
    use std::thread;

    /// More than a socket takes at once, so that writing and reading go on in pieces.
    const LARGE: usize = 1 << 20;

    /// A connection to a server that sends everything back.
    fn echo(listener: &TcpListener, size: usize) -> std::net::TcpStream {
        let client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (server, _) = listener.accept().unwrap();
        thread::spawn(move || talk(server, size));
        client
    }

    /// Sees that messages come whole, and sends them without their masks.
    fn talk(mut stream: std::net::TcpStream, size: usize) -> std::io::Result<()> {
        let (mut frame, sent) = (message(size), message(size));
        loop {
            stream.read_exact(&mut frame)?;
            assert!(frame == sent);
            let head = frame.len() - size - 4;
            stream.write_all(&[frame[0], frame[1] & 0x7f])?;
            stream.write_all(&frame[2..head])?;
            stream.write_all(&vec![b'x'; size])?;
        }
    }

    fn crowd(members: usize, size: usize, window: usize) -> Crowd<Frames> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let streams = (0..members).map(|_| echo(&listener, size)).collect();
        Crowd::new(streams, Frames { size }, &message(size), window).unwrap()
    }

    #[test]
    fn every_message_is_replied_to_once() {
        for (size, window) in [(20, 1), (20, 16), (LARGE, 1), (LARGE, 3)] {
            let mut crowd = crowd(3, size, window);
            crowd.send(window).unwrap();
            crowd.gather(3 * window).unwrap();
        }
    }

    #[test]
    fn one_message_goes_over_one_connection() {
        let mut crowd = crowd(2, 20, 1);
        crowd.send_one().unwrap();
        crowd.gather(1).unwrap();
    }

    #[test]
    fn a_conversation_goes_on_until_it_is_over() {
        let mut crowd = crowd(2, 20, 1);
        crowd.send(1).unwrap();
        assert!(crowd.converse(Duration::from_millis(50)).unwrap() > 0.0);
    }

    #[test]
    fn a_server_that_goes_is_an_error() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let mut crowd = Crowd::new(vec![client], Frames { size: 20 }, &message(20), 1).unwrap();
        drop(listener.accept().unwrap());
        let error = crowd.gather(1).unwrap_err();
        assert_eq!(error.to_string(), "a server closed a connection");
    }
}
