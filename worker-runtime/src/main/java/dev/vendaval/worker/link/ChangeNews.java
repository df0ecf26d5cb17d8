package dev.vendaval.worker.link;

import dev.vendaval.worker.exchange.DataSection;

/** Hears what other workers say of a change of the plan. Network threads; nothing may block. */
public interface ChangeNews {
    /** Nobody listens: the plan does not change. */
    ChangeNews NONE = new ChangeNews() {
        @Override
        public void epoch(long version) {}

        @Override
        public void takenOver(int task, long version, int receiver) {}

        @Override
        public void handedOver(DataSection section) {}
    };

    /** Some worker follows the change to this version. */
    void epoch(long version);

    /** A task's new owner has what was handed over to it. */
    void takenOver(int task, long version, int receiver);

    /** A task, or a piece of its state, is handed over to this worker. */
    void handedOver(DataSection section);
}
