create or replace view other.v (x) as
select 1 as x;
