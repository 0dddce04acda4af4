-- When somebody was last here, to the hour: sessions end and take what they knew with them.
alter table account add column seen_at timestamptz;
update account a set seen_at = s.at
from (select account_id, max(at) as at
      from (select account_id, seen_at as at from login_session
            union all select account_id, last_used_at from api_token) each
      where at is not null group by account_id) s
where s.account_id = a.id;
