package dev.vendaval.worker.link;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.frame.FrameConnection;
import dev.vendaval.protocol.frame.FrameListener;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One try to connect: first the control lane on a connection of its own, once that is accepted the data
 * lane on another. Made, asked and closed by the links thread; network threads only report through
 * {@link Listener}.
 */
final class LinkAttempt {
    private final LinkEnvironment environment;
    private final HostPort address;
    private final String secret;
    private final OutgoingSession session;
    private final Executor links;
    private final Listener listener;
    private final Wire control;
    private volatile @Nullable Wire data; // set by the links thread
    private boolean ended;
    private volatile boolean met;

    /** Called on the links thread, except where said. */
    interface Listener {
        void accepted(LinkAttempt attempt, Lane lane, HelloReply.Accepted reply, FrameSink sink);

        void refused(LinkAttempt attempt, HelloReply.Refused refusal);

        /** Once, unless {@link #close} was called first. */
        void ended(LinkAttempt attempt, String why);

        /** On a network thread, or on the links thread. */
        void returned(LinkAttempt attempt, ReturnFrame frame);

        /** On a network thread: the lane takes frames again. */
        void ready(LinkAttempt attempt, Lane lane);
    }

    LinkAttempt(
            LinkEnvironment environment,
            HostPort address,
            String secret,
            OutgoingSession session,
            Executor links,
            Listener listener) {
        this.environment = environment;
        this.address = address;
        this.secret = secret;
        this.session = session;
        this.links = links;
        this.listener = listener;
        this.control = new Wire(Lane.CONTROL);
    }

    /** Whose sections and credits this connection carries; what it returns belongs to no other. */
    OutgoingSession session() {
        return session;
    }

    /** Where a lane's frames go; what is returned to this attempt acknowledges those and no others. */
    @Nullable
    FrameSink sink(Lane lane) {
        return lane == Lane.CONTROL ? control : data;
    }

    void openControl(byte[] hello) {
        control.start(hello);
    }

    void openData(byte[] hello) {
        Wire wire = new Wire(Lane.DATA);
        data = wire;
        wire.start(hello);
    }

    void close() {
        ended = true;
        control.close();
        Wire opened = data;
        if (opened != null) {
            opened.close();
        }
    }

    private void end(String why) {
        links.execute(() -> {
            if (!ended) {
                close();
                listener.ended(this, why);
            }
        });
    }

    /** One lane's connection. */
    private final class Wire implements FrameListener, FrameSink {
        private final Lane lane;
        private volatile @Nullable FrameConnection connection;
        private boolean greeted; // network thread

        Wire(Lane lane) {
            this.lane = lane;
        }

        void start(byte[] hello) {
            FrameConnection made = environment.connector().connect(address, lane.code(), this);
            connection = made;
            made.send(hello);
        }

        void close() {
            FrameConnection present = connection;
            if (present != null) {
                present.abort("link closed");
            }
        }

        @Override
        public boolean isReady() {
            FrameConnection present = connection;
            return present != null && present.isReady();
        }

        @Override
        public void send(byte[] frame) {
            FrameConnection present = connection;
            if (present != null) {
                present.send(frame);
            }
        }

        @Override
        public void frame(byte[] message) {
            try {
                if (greeted) {
                    returned(ReturnFrame.decode(message));
                } else {
                    greeted = true;
                    greetAndAdmit(HelloReply.decode(message, secret));
                }
            } catch (MalformedFrameException e) {
                end("the other worker sent what cannot be read: " + e.getMessage());
            }
        }

        /** Credit counts only once the receiver's incarnation is known: tuples carry its touch bit. */
        private void returned(ReturnFrame frame) {
            if (met) {
                listener.returned(LinkAttempt.this, frame);
            } else {
                links.execute(() -> listener.returned(LinkAttempt.this, frame));
            }
        }

        private void greetAndAdmit(HelloReply reply) {
            FrameConnection present = connection;
            // On this thread, so that the returns that follow may be as large as they are.
            if (present != null && reply instanceof HelloReply.Accepted) {
                present.admit();
            }
            greet(reply);
        }

        private void greet(HelloReply reply) {
            links.execute(() -> {
                if (ended) {
                    return;
                }
                if (reply instanceof HelloReply.Accepted accepted) {
                    listener.accepted(LinkAttempt.this, lane, accepted, this);
                    met = true;
                } else if (reply instanceof HelloReply.Refused refused) {
                    LinkAttempt.this.close();
                    listener.refused(LinkAttempt.this, refused);
                }
            });
        }

        @Override
        public void ready() {
            listener.ready(LinkAttempt.this, lane);
        }

        @Override
        public void closed(String why) {
            end(why);
        }
    }
}
