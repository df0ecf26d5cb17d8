package dev.vendaval.protocol.state;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** A cluster state as one process sees it: knows the registrations made through it and ends them with itself. */
final class ClusterStateView extends ForwardingClusterState {
    private final List<Registration> registrations = new ArrayList<>();

    ClusterStateView(ClusterState state) {
        super(state);
    }

    @Override
    protected Registration register(Function<ClusterState, Registration> call) {
        Registration registration = super.register(call);
        AtomicBoolean closed = new AtomicBoolean();
        Registration once = () -> {
            if (closed.compareAndSet(false, true)) {
                registration.close();
            }
        };
        synchronized (registrations) {
            registrations.add(once);
        }
        return once;
    }

    @Override
    public void close() {
        List<Registration> open;
        synchronized (registrations) {
            open = List.copyOf(registrations);
            registrations.clear();
        }
        open.forEach(Registration::close);
    }
}
