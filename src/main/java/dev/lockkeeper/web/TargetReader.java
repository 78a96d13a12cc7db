package dev.lockkeeper.web;

import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Target;

/**
 * What the one who reads a target's page may do there.
 *
 * @param admin may change the target
 * @param operator may launch on it, and end sessions
 * @param author may write migrations
 */
record TargetReader(boolean admin, boolean operator, boolean author) {

    static TargetReader of(Person person, Target target) {
        return new TargetReader(
                person.may(Role.ADMIN, target.environment(), target.team()),
                person.may(Role.OPERATOR, target.environment(), target.team()),
                person.mayAnywhere(Role.AUTHOR));
    }
}
