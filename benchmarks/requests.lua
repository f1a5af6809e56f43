-- Targets from a file, one a line, in turn; "distinct" makes a comment of a number behind each, so that none comes twice.
-- wrk -s requests.lua ADDRESS -- TARGETS distinct|repeated
local targets, number, distinct = {}, 0, false

function init(arguments)
  for line in io.lines(arguments[1]) do
    targets[#targets + 1] = line
  end
  distinct = arguments[2] == "distinct"
  math.randomseed(os.time())
  number = math.random(1, 2 ^ 30)
end

function request()
  number = number + 1
  local target = targets[number % #targets + 1]
  if distinct then
    target = target .. "%20%23" .. number
  end
  return wrk.format("GET", target)
end

function done(summary, latency, requests)
  local errors = summary.errors
  print(string.format(
    'JSON {"requests": %d, "microseconds": %d, "failed": %d, "median": %d, "p99": %d}',
    summary.requests, summary.duration,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
