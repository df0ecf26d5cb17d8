package dev.vendaval.protocol.zookeeper;

import dev.vendaval.protocol.state.Registration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A presence that several registrations of this process hold; it ends with the last of them. Thread-safe. */
final class SharedPresence {
    private final Supplier<Presence> presences;
    private final Notifications notifications;
    private int holders;
    private @Nullable Presence presence;
    private @Nullable Registration renewal;

    SharedPresence(Supplier<Presence> presences, Notifications notifications) {
        this.presences = presences;
        this.notifications = notifications;
    }

    /** Makes the node unless it is there; closing twice is closing once. */
    synchronized Registration hold() {
        if (holders == 0) {
            begin();
        }
        holders++;
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                release();
            }
        };
    }

    private void begin() {
        Presence made = presences.get();
        made.make();
        presence = made;
        renewal = notifications.onReconnect(made::make);
    }

    private synchronized void release() {
        holders--;
        if (holders == 0 && presence != null && renewal != null) {
            renewal.close();
            presence.close();
        }
    }
}
