-- What is kept is kept also in a session that calls itself a replica (session_replication_role), where triggers are silent otherwise.
-- Not the trigger that chains: a real replica gets records with their numbers and hashes.
alter table audit_records enable always trigger audit_records_append_only;
alter table audit_records enable always trigger audit_records_no_truncate;

create trigger policies_no_truncate before truncate on policies
    for each statement execute function policies_are_kept();
alter table policies enable always trigger policies_append_only;
alter table policies enable always trigger policies_no_truncate;
