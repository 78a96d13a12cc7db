package dev.lockkeeper.engine;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param lockBudget how long a statement may wait for a lock, and others behind it
 * @param lockPatience how long a step goes on asking for its lock before it fails
 * @param rowPatience how long a backfill asks for a single row that is locked, or too slow, before it goes on without it
 * @param holes how many rows a step may leave out for later; with more of them its lanes stop
 * @param runs how many runs one server carries at once; more wait for a free place
 * @param tick how often a running walk is looked at, and its progress written
 * @param gatePoll how often a waiting gate is looked at again
 */
@ConfigurationProperties("lockkeeper.engine")
record EngineSettings(
        @DefaultValue("1s") Duration lockBudget,
        @DefaultValue("10m") Duration lockPatience,
        @DefaultValue("60s") Duration rowPatience,
        @DefaultValue("1000") int holes,
        @DefaultValue("20") int runs,
        @DefaultValue("1s") Duration tick,
        @DefaultValue("10s") Duration gatePoll) {}
